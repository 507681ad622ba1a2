import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { checkIn } from '#db/schema/attendance.ts';
import { useCheckInBench } from '../testing/check-in-bench.ts';
import type { DoorEvent } from '../testing/check-in-bench.ts';
import { dataOf } from '../testing/harness.ts';
import { deviceOf } from '../testing/round.ts';

const HOUR_MS = 3_600_000;
const walkInSubject = () => ({ kind: 'WALK_IN' as const, walkInId: randomUUID() });

const bench = useCheckInBench();

describe('refusals', () => {
  it('are for one event each; the good ones of the batch count', async () => {
    const good = bench.current.mark();
    const bad: [DoorEvent, string][] = [
      [
        bench.current.mark({ subject: { kind: 'DELEGATE', delegateId: randomUUID() } }),
        'UNKNOWN_DELEGATE',
      ],
      [
        bench.current.mark({
          subject: { kind: 'DELEGATE', delegateId: bench.current.round.far.delegateIds[0]! },
        }),
        'UNKNOWN_DELEGATE',
      ],
      [
        bench.current.mark({ subject: { kind: 'CODE', checkInCode: '0000000000' } }),
        'UNKNOWN_DELEGATE',
      ],
      [bench.current.mark({ kind: 'SUBSTITUTE' }), 'INVALID_EVENT'],
      [bench.current.mark({ kind: 'WALK_IN', detail: { personName: 'A' } }), 'INVALID_EVENT'],
      [bench.current.mark({ kind: 'UNDO' }), 'INVALID_EVENT'],
      [bench.current.mark({ kind: 'UNDO', undoesId: randomUUID() }), 'UNKNOWN_EVENT'],
      [bench.current.mark({ undoesId: good.id }), 'INVALID_EVENT'],
      [bench.current.mark({ subject: walkInSubject(), kind: 'WALK_IN' }), 'INVALID_EVENT'],
      [
        bench.current.mark({
          subject: { kind: 'DELEGATE', delegateId: bench.current.round.sibling.delegateIds[0]! },
          kind: 'EXCUSED',
        }),
        'INVALID_EVENT',
      ],
    ];
    const answer = await bench.current.receipts([...bad.map(([event]) => event), good]);
    expect(answer.slice(0, -1)).toEqual(
      bad.map(([event, code]) => ({ id: event.id, outcome: 'REFUSED', code })),
    );
    expect(answer.at(-1)).toMatchObject({ outcome: 'COUNTED' });
    expect(await bench.current.storedCount()).toBe(1);
  });

  it('an undo must name an event of the same person', async () => {
    const event = bench.current.mark();
    await bench.current.append([event]);
    const undo = bench.current.mark({
      kind: 'UNDO',
      undoesId: event.id,
      subject: { kind: 'DELEGATE', delegateId: bench.current.round.near.delegateIds[1]! },
    });
    expect(await bench.current.receipts([undo])).toMatchObject([{ code: 'UNKNOWN_EVENT' }]);
  });

  it('a session of another conference is unknown to this hall', async () => {
    const { siteId } = bench.current.round.near;
    const { sessionId } = bench.current.round.far;
    const answer = await bench.current.run(
      'check-in:append',
      { sessionId, siteId, events: [bench.current.mark()] },
      bench.current.door(),
    );
    expect(dataOf(answer).receipts).toMatchObject([{ code: 'UNKNOWN_SESSION' }]);
  });

  it('a session that is neither open nor near takes nothing yet', async () => {
    const startsAt = new Date(bench.current.clock.now.getTime() + 5 * HOUR_MS);
    await bench.current.setSession({ openedAt: null, startsAt });
    expect(await bench.current.receipts([bench.current.mark()])).toMatchObject([
      { code: 'SESSION_NOT_OPEN' },
    ]);
    bench.current.clock.now = new Date(startsAt.getTime() - 3 * HOUR_MS);
    expect(await bench.current.receipts([bench.current.mark()])).toMatchObject([
      { outcome: 'COUNTED' },
    ]);
  });

  it.each(['PROJECTOR', 'CONSOLE', 'HEADCOUNT'] as const)(
    'a %s device takes no check-ins',
    async (kind) => {
      expect(
        await bench.current.append(
          [bench.current.mark()],
          deviceOf(bench.current.round.near, kind),
        ),
      ).toMatchObject({
        code: 'FORBIDDEN',
      });
    },
  );

  it('a hall’s device opens no other hall', async () => {
    expect(
      await bench.current.append(
        [bench.current.mark()],
        deviceOf(bench.current.round.sibling, 'DOOR'),
      ),
    ).toMatchObject({
      code: 'FORBIDDEN',
    });
    for (const place of [bench.current.round.sibling, bench.current.round.far]) {
      const { siteId, sessionId } = place;
      const asked = [
        bench.current.run('door:roster', { siteId }, bench.current.door()),
        bench.current.run('door:subscribe', { siteId, sessionId }, bench.current.door()),
        bench.current.run(
          'door:find',
          { siteId, checkInCode: place.checkInCodes[0]! },
          bench.current.door(),
        ),
      ];
      for (const answer of await Promise.all(asked)) expect(answer).toMatchObject({ ok: false });
    }
    expect(await bench.current.storedCount()).toBe(0);
    expect(bench.current.joined).toEqual([]);
  });
});

describe('a clock', () => {
  it.each([
    ['hours ahead', 2 * HOUR_MS],
    ['years behind', -20 * 365 * 24 * HOUR_MS],
  ])('that is %s is replaced by the moment of arrival', async (_, offsetMs) => {
    const wrong = new Date(bench.current.clock.now.getTime() + offsetMs).toISOString();
    const event = bench.current.mark({ happenedAt: wrong, deviceAt: wrong });
    const answer = dataOf(await bench.current.append([event]));
    expect(answer.attendance[0]?.presentAt).toBe(bench.current.clock.now.toISOString());
    const [row] = await bench.current.database.db
      .select()
      .from(checkIn)
      .where(eq(checkIn.id, event.id));
    expect(row?.deviceAt.toISOString()).toBe(wrong);
    expect(dataOf(await bench.current.append([event])).receipts[0]?.outcome).toBe('COUNTED');
  });
});
