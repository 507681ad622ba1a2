import type { ClientAnswer, Failure } from '../../_live/http-command.ts';
import type { PendingReport } from './report-store.ts';

/** The same report again gets the same answer: waiting mends nothing, and the next one is due. */
const FINAL: ReadonlySet<string> = new Set([
  'INVALID_INPUT',
  'FORBIDDEN',
  'NOT_FOUND',
  'COMMAND_ID_REUSED',
  'TOO_LARGE',
  'CONFLICT',
  'SESSION_NOT_OPEN',
  'SESSION_CLOSED',
  'CONFERENCE_ARCHIVED',
]);
/** A fault that may lie in this report alone: it is kept and sent again, after the others. */
const MAY_BE_ITS_OWN: ReadonlySet<string> = new Set(['INTERNAL']);

interface SendParts {
  /** Oldest first. */
  pending(): Promise<PendingReport[]>;
  send(report: PendingReport): Promise<ClientAnswer<unknown>>;
  delivered(report: PendingReport): Promise<void>;
  /** The centre will never take it. */
  refused(report: PendingReport, failure: Failure): Promise<void>;
}

/**
 * Sends each waiting report once, also those added meanwhile; none holds up the others.
 * @returns why some still wait, null when none does
 */
export async function sendReports(parts: SendParts): Promise<Failure | null> {
  const tried = new Set<string>();
  let waitsFor: Failure | null = null;
  for (;;) {
    const report = (await parts.pending()).find((one) => !tried.has(one.commandId));
    if (!report) return waitsFor;
    tried.add(report.commandId);
    const answer = await parts.send(report);
    if (answer.ok) await parts.delivered(report);
    else if (FINAL.has(answer.code)) await parts.refused(report, answer);
    else if (MAY_BE_ITS_OWN.has(answer.code)) waitsFor = answer;
    else return answer;
  }
}

/**
 * When a report was counted, by the centre's clock: never at or before an earlier one of this phone,
 * or the earlier one would stand.
 * @param earlier instants (ISO) of earlier reports, where there are any
 */
export function stampAfter(nowMs: number, earlier: readonly (string | null | undefined)[]): string {
  const latestMs = Math.max(0, ...earlier.flatMap((at) => (at ? Date.parse(at) : [])));
  return new Date(Math.max(nowMs, latestMs + 1)).toISOString();
}
