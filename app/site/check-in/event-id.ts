/**
 * A version 7 UUID: the ids of one door rise with its time, so that events of one millisecond keep
 * the order in which they were made. Works on plain http, where `crypto.randomUUID` is missing.
 */
export function newEventId(): string {
  const now = Math.max(Date.now(), lastMs);
  sequence = now === lastMs ? sequence + 1 : randomBelow(0x400);
  // More than 4,095 events in one millisecond: borrow from the next one.
  lastMs = sequence > 0xfff ? now + 1 : now;
  sequence &= 0xfff;
  const time = lastMs.toString(16).padStart(12, '0');
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  bytes[0] = (bytes[0]! & 0x3f) | 0x80;
  const tail = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const middle = `7${sequence.toString(16).padStart(3, '0')}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-${middle}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

/**
 * Lets the next ids rise above one made earlier on this machine: its clock may have been set back since,
 * and an undo must not sort before its mark.
 */
export function continueIdsAfter(id: string | undefined): void {
  if (id) lastMs = Math.max(lastMs, Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) + 1);
}

let lastMs = 0;
let sequence = 0;

function randomBelow(limit: number): number {
  return (crypto.getRandomValues(new Uint16Array(1))[0] ?? 0) % limit;
}
