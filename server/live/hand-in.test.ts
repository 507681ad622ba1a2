import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readOutboxFile } from '#contract/outbox-file.ts';
import type { OutboxFileContent } from '#contract/outbox-file.ts';
import type { Actor } from '#domain/actor.ts';
import { useCheckInBench } from '../testing/check-in-bench.ts';
import { dataOf } from '../testing/harness.ts';
import { accountWith, deviceOf } from '../testing/round.ts';

const bench = useCheckInBench();

/** What a door saved, as the page that it is handed in on reads it. */
function savedBy(events: ReturnType<typeof bench.current.mark>[]) {
  const { siteId, sessionId } = bench.current.round.near;
  const file: OutboxFileContent = {
    kind: 'diem-cau-outbox',
    siteCode: 'HN-01',
    siteName: 'Điểm cầu thử',
    madeAt: '2026-12-01T04:00:00Z',
    entries: events.map((event) => ({ id: event.id, siteId, sessionId, label: 'A', event })),
  };
  const read = readOutboxFile(JSON.stringify(file));
  if (read.kind !== 'read') throw new Error(read.kind);
  return read.entries.map(({ event }) => event);
}

const handedInBy = (actor: Actor, events: ReturnType<typeof savedBy>) => {
  const { siteId, sessionId } = bench.current.round.near;
  return bench.current.run('check-in:append', { siteId, sessionId, events }, actor);
};
const organiser = accountWith({ role: 'ORGANISER', scope: { kind: 'ALL' } });

describe('a door’s file that somebody hands in', () => {
  it('counts as if the door had sent it, once, also when that delivers after all', async () => {
    const mark = bench.current.mark();
    const code = bench.current.round.sibling.checkInCodes[1]!;
    const guest = bench.current.mark({ subject: { kind: 'CODE', checkInCode: code } });
    const undo = bench.current.mark({ kind: 'UNDO', undoesId: mark.id });
    const unknown = bench.current.mark({
      subject: { kind: 'DELEGATE', delegateId: randomUUID() },
    });
    const events = savedBy([mark, guest, undo, unknown]);
    const { receipts } = dataOf(await handedInBy(organiser, events));
    expect(Object.fromEntries(receipts.map(({ id, outcome }) => [id, outcome]))).toEqual({
      [mark.id]: 'COUNTED',
      [guest.id]: 'COUNTED',
      [undo.id]: 'COUNTED',
      [unknown.id]: 'REFUSED',
    });
    const changes = bench.current.committed.length;
    const door = deviceOf(bench.current.round.near, 'DOOR');
    for (const sender of [organiser, door]) {
      const again = dataOf(await handedInBy(sender, savedBy([unknown, undo, guest, mark])));
      expect(new Set(again.receipts.map(({ id, outcome }) => `${id} ${outcome}`))).toEqual(
        new Set(receipts.map(({ id, outcome }) => `${id} ${outcome}`)),
      );
    }
    expect(bench.current.committed).toHaveLength(changes);
  });

  it('is taken from organisers and doors of that hall only', async () => {
    const { near, sibling } = bench.current.round;
    const scope = { kind: 'UNIT' as const, unitId: near.unitId, path: near.unitPath };
    const codeFor = async (actor: Actor) => {
      const answer = await handedInBy(actor, savedBy([bench.current.mark()]));
      return answer.ok ? 'OK' : answer.code;
    };
    expect(await codeFor(accountWith({ role: 'UNIT_ADMIN', scope }))).toBe('FORBIDDEN');
    expect(await codeFor(deviceOf(near, 'CONSOLE'))).toBe('FORBIDDEN');
    expect(await codeFor(deviceOf(sibling, 'DOOR'))).toBe('FORBIDDEN');
    expect(await codeFor(deviceOf(near, 'DOOR'))).toBe('OK');
    expect(await codeFor(organiser)).toBe('OK');
  });
});
