import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { checkIn, walkIn } from '#db/schema/attendance.ts';
import type { Actor } from '#domain/actor.ts';
import { useCheckInBench } from '../testing/check-in-bench.ts';
import { dataOf } from '../testing/harness.ts';
import { deviceOf } from '../testing/round.ts';

const walkInSubject = () => ({ kind: 'WALK_IN' as const, walkInId: randomUUID() });

const bench = useCheckInBench();

describe('one check-in', () => {
  it('is stored, folded and answered with the state it led to', async () => {
    const event = bench.current.mark();
    const answer = dataOf(await bench.current.append([event]));
    expect(answer.receipts).toEqual([{ id: event.id, outcome: 'COUNTED' }]);
    expect(answer.attendance).toMatchObject([
      {
        status: 'PRESENT',
        presentAt: event.happenedAt,
        presentSiteId: bench.current.round.near.siteId,
      },
    ]);
    expect(await bench.current.recordOf(bench.current.round.near.delegateIds[0]!)).toMatchObject({
      status: 'PRESENT',
      decidingCheckInId: event.id,
      isLate: false,
    });
    const [row] = await bench.current.database.db
      .select()
      .from(checkIn)
      .where(eq(checkIn.id, event.id));
    expect(row).toMatchObject({
      deviceId: bench.current.round.near.deviceIds.DOOR,
      accountId: null,
    });
  });

  it('tells the figures and the doors after the commit, with the newest state of each person', async () => {
    const event = bench.current.mark();
    await bench.current.append([event]);
    await bench.current.append([bench.current.mark({ kind: 'UNDO', undoesId: event.id })]);
    expect(
      bench.current.committed.flatMap((one) => one.changes.flatMap((change) => change.siteIds)),
    ).toEqual([bench.current.round.near.siteId, bench.current.round.near.siteId]);
    bench.current.announcer.flush();
    expect(bench.current.published).toMatchObject([
      {
        event: 'door:changed',
        payload: { attendance: [{ status: 'UNMARKED', decidingCheckInId: null }] },
      },
    ]);
  });

  it('by a code of another hall counts there, and is told to the doors of both halls', async () => {
    const code = bench.current.round.sibling.checkInCodes[1]!;
    const event = bench.current.mark({
      subject: { kind: 'CODE', checkInCode: code.toLowerCase() },
    });
    expect(await bench.current.receipts([event])).toEqual([{ id: event.id, outcome: 'COUNTED' }]);
    expect(await bench.current.recordOf(bench.current.round.sibling.delegateIds[1]!)).toMatchObject(
      {
        presentSiteId: bench.current.round.near.siteId,
      },
    );
    expect(bench.current.committed[0]?.changes[0]?.siteIds.toSorted()).toEqual(
      [bench.current.round.near.siteId, bench.current.round.sibling.siteId].toSorted(),
    );
    const { sessionId, siteId } = bench.current.round.near;
    const snapshot = dataOf(
      await bench.current.run('door:subscribe', { sessionId, siteId }, bench.current.door()),
    );
    expect(snapshot.guests).toMatchObject([
      { id: bench.current.round.sibling.delegateIds[1], givenName: 'Bình' },
    ]);
    expect(snapshot.attendance).toHaveLength(1);
  });
});

describe('repeats', () => {
  it('get the receipt of the first time and change nothing', async () => {
    const event = bench.current.mark();
    const again = bench.current.mark();
    const first = await bench.current.receipts([event, again]);
    expect(first.map((receipt) => receipt.outcome)).toEqual(['COUNTED', 'DUPLICATE']);
    bench.current.committed.length = 0;
    expect(await bench.current.receipts([event, again, event])).toEqual([...first, first[0]]);
    expect(await bench.current.storedCount()).toBe(2);
    expect(bench.current.committed).toEqual([]);
  });

  it('keep the first corrected time, and are the same from a device enrolled anew', async () => {
    const event = bench.current.mark();
    await bench.current.append([event]);
    const other = {
      ...deviceOf(bench.current.round.near, 'DOOR'),
      deviceId: randomUUID(),
    } as Actor;
    const later = new Date(bench.current.clock.now.getTime() + 5_000).toISOString();
    const answer = dataOf(await bench.current.append([{ ...event, happenedAt: later }], other));
    expect(answer.receipts[0]?.outcome).toBe('COUNTED');
    expect(answer.attendance[0]?.presentAt).toBe(event.happenedAt);
  });

  it.each([
    ['kind', { kind: 'EXCUSED' as const }],
    ['device time', { deviceAt: '2026-01-01T00:00:00.000Z' }],
    ['detail', { detail: { reason: 'khác' } }],
  ])('with another %s under the same id are refused', async (_, change) => {
    const event = bench.current.mark();
    await bench.current.append([event]);
    expect(await bench.current.receipts([{ ...event, ...change }])).toMatchObject([
      { outcome: 'REFUSED', code: 'INVALID_EVENT' },
    ]);
    const other = bench.current.mark({
      id: event.id,
      subject: { kind: 'DELEGATE', delegateId: bench.current.round.near.delegateIds[1]! },
    });
    expect(await bench.current.receipts([other])).toMatchObject([
      { outcome: 'REFUSED', code: 'INVALID_EVENT' },
    ]);
  });

  it('in capital letters are the same event', async () => {
    const event = bench.current.mark();
    await bench.current.append([event]);
    const answer = await bench.current.append([{ ...event, id: event.id.toUpperCase() }]);
    expect(dataOf(answer).receipts).toEqual([{ id: event.id, outcome: 'COUNTED' }]);
  });
});

describe('after the closing', () => {
  it('events are kept for a revision and change no figure', async () => {
    const before = bench.current.mark();
    await bench.current.append([before]);
    await bench.current.setSession({ closedAt: bench.current.clock.now });
    const undo = bench.current.mark({ kind: 'UNDO', undoesId: before.id });
    const other = bench.current.mark({
      subject: { kind: 'DELEGATE', delegateId: bench.current.round.near.delegateIds[1]! },
    });
    const answer = await bench.current.receipts([undo, other, before]);
    expect(answer.map((receipt) => receipt.outcome)).toEqual([
      'AFTER_CLOSING',
      'AFTER_CLOSING',
      'COUNTED',
    ]);
    expect(await bench.current.receipts([other])).toMatchObject([{ outcome: 'AFTER_CLOSING' }]);
    expect(await bench.current.recordOf(bench.current.round.near.delegateIds[0]!)).toMatchObject({
      status: 'PRESENT',
    });
    expect((await bench.current.recordOf(bench.current.round.near.delegateIds[1]!))?.status).toBe(
      'UNMARKED',
    );
    expect(await bench.current.storedCount()).toBe(3);
  });
});

describe('walk-ins', () => {
  it('are counted apart, and taken back by an undo', async () => {
    const subject = walkInSubject();
    const detail = { personName: 'Trần Thị Bình', unitName: 'Sở Y tế' };
    const arrival = bench.current.mark({ subject, kind: 'WALK_IN', method: 'MANUAL', detail });
    await bench.current.append([arrival]);
    const { sessionId, siteId } = bench.current.round.near;
    const seen = dataOf(
      await bench.current.run('door:subscribe', { sessionId, siteId }, bench.current.door()),
    );
    expect(seen.walkIns).toMatchObject([
      { personName: 'Trần Thị Bình', isUndone: false, decidingCheckInId: arrival.id },
    ]);
    const undo = bench.current.mark({ subject, kind: 'UNDO', undoesId: arrival.id });
    expect(dataOf(await bench.current.append([undo])).walkIns).toMatchObject([{ isUndone: true }]);
    const [row] = await bench.current.database.db
      .select()
      .from(walkIn)
      .where(eq(walkIn.id, subject.walkInId));
    expect(row?.isUndone).toBe(true);
  });

  it('of one hall cannot be touched from another', async () => {
    const subject = walkInSubject();
    const arrival = bench.current.mark({ subject, kind: 'WALK_IN', detail: { personName: 'A' } });
    await bench.current.append([arrival]);
    const events = [
      bench.current.mark({ subject, kind: 'WALK_IN', detail: { personName: 'B' } }),
      bench.current.mark({ subject, kind: 'UNDO', undoesId: arrival.id }),
    ];
    const answer = await bench.current.append(
      events,
      deviceOf(bench.current.round.sibling, 'DOOR'),
      bench.current.round.sibling,
    );
    expect(dataOf(answer).receipts).toMatchObject([
      { code: 'INVALID_EVENT' },
      { code: 'INVALID_EVENT' },
    ]);
  });
});
