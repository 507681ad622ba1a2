import type { NewMark } from './door-model.ts';
import type { OutboxEntry } from './door-store.ts';
import { newEventId } from './event-id.ts';

/** A mark as the outbox keeps it until the centre has it. */
export function newEntry(
  { label, detail = {}, ...mark }: NewMark,
  at: { siteId: string; sessionId: string; happenedAt: string; deviceAt: string },
): OutboxEntry {
  const { siteId, sessionId, happenedAt, deviceAt } = at;
  const id = newEventId();
  return {
    id,
    siteId,
    sessionId,
    event: { id, ...mark, detail, happenedAt, deviceAt },
    state: 'RECORDED',
    label,
    receipt: null,
    settledAtMs: null,
    exportedAtMs: null,
  };
}
