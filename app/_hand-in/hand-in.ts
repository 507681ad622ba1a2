import type { Receipt } from '#contract/check-in.ts';
import type { OutboxFileEntry } from '#contract/outbox-file.ts';
import type { CommandInput, CommandOutput } from '#contract/registry.ts';
import type { ClientAnswer, Failure } from '../_live/http-command.ts';

/** What the centre said of one check-in of the file. */
export type HandedIn =
  | { kind: 'receipt'; receipt: Receipt }
  /** The centre did not take the request that it was in, for this reason. */
  | { kind: 'failed'; failure: Failure };

interface HandInParts {
  send(
    input: CommandInput<'check-in:append'>,
  ): Promise<ClientAnswer<CommandOutput<'check-in:append'>>>;
  /** Called after each answer with all that is known so far. */
  onProgress(known: ReadonlyMap<string, HandedIn>): void;
}

const MAX_BATCH = 100;
/** One event may be what the request was refused for: the others are sent without it. */
const MAY_BE_ONE_EVENT: ReadonlySet<string> = new Set(['INVALID_INPUT', 'TOO_LARGE', 'INTERNAL']);
/** Nothing further would arrive either: the same file is handed in again later. */
const ENDS_IT: ReadonlySet<string> = new Set(['NO_NETWORK', 'UNAVAILABLE', 'DISK_FULL']);

/**
 * Sends the check-ins of a file to the centre, in their order, as their door would have. Handing in
 * twice changes nothing. @returns what the centre said, by id; without those that were not sent
 */
export async function handIn(
  entries: readonly OutboxFileEntry[],
  { send, onProgress }: HandInParts,
): Promise<ReadonlyMap<string, HandedIn>> {
  const known = new Map<string, HandedIn>();
  const waiting = batchesOf(entries);
  for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
    const [first] = batch;
    if (!first) continue;
    const { siteId, sessionId } = first;
    const answer = await send({ siteId, sessionId, events: batch.map(({ event }) => event) });
    if (answer.ok) {
      for (const receipt of answer.data.receipts)
        known.set(receipt.id, { kind: 'receipt', receipt });
    } else if (batch.length > 1 && MAY_BE_ONE_EVENT.has(answer.code)) {
      const half = Math.ceil(batch.length / 2);
      waiting.unshift(batch.slice(0, half), batch.slice(half));
    } else {
      for (const { id } of batch) known.set(id, { kind: 'failed', failure: answer });
    }
    onProgress(new Map(known));
    if (!answer.ok && ENDS_IT.has(answer.code)) break;
  }
  return known;
}

/** Of one hall and session each. */
function batchesOf(entries: readonly OutboxFileEntry[]): OutboxFileEntry[][] {
  const byPlace = new Map<string, OutboxFileEntry[]>();
  for (const entry of entries) {
    const place = `${entry.siteId} ${entry.sessionId}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), entry]);
  }
  return [...byPlace.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / MAX_BATCH) }, (_, index) =>
      group.slice(index * MAX_BATCH, (index + 1) * MAX_BATCH),
    ),
  );
}
