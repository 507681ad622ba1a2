import { z } from 'zod';
import { checkInEvent } from './check-in.ts';
import { id, instant } from './primitives.ts';

/** What a door that can't reach the centre saves to a file, for somebody else to hand in. */
const outboxFile = z.object({
  kind: z.literal('diem-cau-outbox'),
  siteCode: z.string().max(200),
  siteName: z.string().max(400),
  madeAt: instant,
  entries: z.array(z.unknown()).max(100_000),
});
export type OutboxFileContent = z.input<typeof outboxFile>;

/** One check-in of the file, with who it is about for a person who reads it. */
const outboxFileEntry = z
  .object({ id, siteId: id, sessionId: id, label: z.string().max(400), event: checkInEvent })
  .refine((entry) => entry.id === entry.event.id);
export type OutboxFileEntry = z.output<typeof outboxFileEntry>;

export type ReadOutboxFile =
  | {
      kind: 'read';
      siteCode: string;
      siteName: string;
      madeAt: string;
      /** As in the file, but an undo after the check-in that it takes back. */
      entries: OutboxFileEntry[];
      /** Of entries that are no check-ins: altered by hand, or by another version. */
      damagedCount: number;
    }
  | { kind: 'other-file' }
  /** Of ours, and cut off or altered as a whole. */
  | { kind: 'damaged' }
  | { kind: 'empty' };

/** Reads the text of an exported outbox. Never throws. */
export function readOutboxFile(text: string): ReadOutboxFile {
  const whole = outboxFile.safeParse(parseJson(text));
  if (!whole.success) {
    // A file that was cut off is no JSON any more, but still begins as one of ours.
    return { kind: text.slice(0, 200).includes('"diem-cau-outbox"') ? 'damaged' : 'other-file' };
  }
  const { siteCode, siteName, madeAt, entries } = whole.data;
  if (entries.length === 0) return { kind: 'empty' };
  const read = entries.flatMap((entry) => outboxFileEntry.safeParse(entry).data ?? []);
  if (read.length === 0) return { kind: 'damaged' };
  const damagedCount = entries.length - read.length;
  return { kind: 'read', siteCode, siteName, madeAt, entries: undosLast(read), damagedCount };
}

/** Puts each undo behind what it takes back: the centre refuses one of an event that it does not know. */
function undosLast(entries: readonly OutboxFileEntry[]): OutboxFileEntry[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const ordered = new Set<OutboxFileEntry>();
  for (const entry of entries) {
    const chain = [entry];
    // Not further than the file is long: a chain that was altered may lead back to its beginning.
    for (let at = 0; at < byId.size; at += 1) {
      const target = byId.get(chain.at(-1)?.event.undoesId ?? '');
      if (!target || ordered.has(target) || chain.includes(target)) break;
      chain.push(target);
    }
    for (const one of chain.reverse()) ordered.add(one);
  }
  return [...ordered];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
