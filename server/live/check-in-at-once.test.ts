import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { Actor } from '#domain/actor.ts';
import { session } from '#db/schema/conference.ts';
import { foldAttendance } from '#domain/attendance.ts';
import type { AttendanceEvent } from '#domain/attendance.ts';
import { useCheckInBench } from '../testing/check-in-bench.ts';
import type { CheckInBench, DoorEvent } from '../testing/check-in-bench.ts';
import { deviceOf } from '../testing/round.ts';

const bench = useCheckInBench();

describe('many at once', () => {
  it('two clerks, one delegate: counted once, whoever is first', async () => {
    const events = Array.from({ length: 20 }, () => bench.current.mark());
    const answers = await Promise.all(events.map((event) => bench.current.receipts([event])));
    const outcomes = answers.flat().map((receipt) => receipt.outcome);
    expect(outcomes).not.toContain('REFUSED');
    expect(await bench.current.recordOf(bench.current.round.near.delegateIds[0]!)).toMatchObject({
      status: 'PRESENT',
      presentAt: bench.current.clock.now,
    });
    expect(await bench.current.storedCount()).toBe(20);
  });

  it('one id sent by two doors for two people is stored once', async () => {
    const id = randomUUID();
    const [first, second] = bench.current.round.near.delegateIds;
    const sent = [first!, second!].flatMap((delegateId) => [
      bench.current.receipts([
        bench.current.mark({ id, subject: { kind: 'DELEGATE', delegateId } }),
      ]),
      bench.current.receipts([
        bench.current.mark({ id, subject: { kind: 'DELEGATE', delegateId } }),
      ]),
    ]);
    const outcomes = (await Promise.all(sent)).flat().map((receipt) => receipt.outcome);
    expect(outcomes.toSorted()).toEqual(['COUNTED', 'COUNTED', 'REFUSED', 'REFUSED']);
    expect(await bench.current.storedCount()).toBe(1);
  });

  it('marks, undos and marks again in any order of arrival end in one state', async () => {
    const [delegateId] = bench.current.round.near.delegateIds;
    const at = (ms: number) => new Date(bench.current.clock.now.getTime() + ms).toISOString();
    const first = bench.current.mark({ happenedAt: at(0) });
    await bench.current.append([first]);
    const rest = [
      bench.current.mark({ kind: 'UNDO', undoesId: first.id, happenedAt: at(1_000) }),
      bench.current.mark({ happenedAt: at(3_000) }),
      bench.current.mark({ kind: 'LEFT_EARLY', happenedAt: at(9_000) }),
      bench.current.mark({ kind: 'EXCUSED', happenedAt: at(2_000), detail: { reason: 'ốm' } }),
    ];
    await Promise.all(rest.map((event) => bench.current.append([event])));
    expect(await bench.current.recordOf(delegateId!)).toMatchObject({
      status: 'PRESENT',
      presentAt: new Date(at(3_000)),
      leftEarlyAt: new Date(at(9_000)),
    });
  });

  it('one request that the database refuses does not take the others with it', async () => {
    const gone = { ...deviceOf(bench.current.round.near, 'DOOR'), deviceId: randomUUID() } as Actor;
    const [first, second, third] = bench.current.round.near.delegateIds.map((delegateId) =>
      bench.current.mark({ subject: { kind: 'DELEGATE', delegateId } }),
    );
    const answers = await Promise.all([
      bench.current.append([first!]),
      bench.current.append([second!], gone),
      bench.current.append([third!]),
    ]);
    expect(answers.map((answer) => answer.ok)).toEqual([true, false, true]);
    expect(await bench.current.storedCount()).toBe(2);
  });

  it('whatever several doors send, twice and in any batches, the records are the fold of the set', async () => {
    const { round, database } = bench.current;
    const events = manyEvents(bench.current, 60);
    const sends = [...events, ...events.filter((_, index) => index % 3 === 0)];
    const batches = Array.from({ length: 12 }, (_, lane) =>
      sends.filter((_event, index) => index % 12 === lane),
    );
    const undos = batches.map((batch) => batch.filter((event) => event.kind === 'UNDO'));
    const others = batches.map((batch) => batch.filter((event) => event.kind !== 'UNDO'));
    for (const group of [others, undos]) {
      await Promise.all(
        group.filter((batch) => batch.length > 0).map((batch) => bench.current.append(batch)),
      );
    }
    expect(await bench.current.storedCount()).toBe(events.length);
    const [open] = await database.db
      .select()
      .from(session)
      .where(eq(session.id, round.near.sessionId));
    const rule = { lateAfterMs: open?.lateAfter.getTime() ?? null };
    for (const delegateId of round.near.delegateIds) {
      const own = events.filter(
        ({ subject }) => subject.kind === 'DELEGATE' && subject.delegateId === delegateId,
      );
      const expected = foldAttendance(
        own.map((event) => toFold(event, round.near.siteId)),
        rule,
      );
      expect(await bench.current.recordOf(delegateId)).toMatchObject({
        status: expected.status,
        presentAt: expected.presentAtMs === null ? null : new Date(expected.presentAtMs),
        decidingCheckInId: expected.decidingCheckInId,
        reason: expected.reason,
      });
    }
  });
});

/** Marks of the hall's three delegates with undos of some of them, at moments in no order. */
function manyEvents(bench: CheckInBench, count: number): DoorEvent[] {
  const kinds = ['PRESENT', 'EXCUSED', 'LEFT_EARLY', 'SUBSTITUTE', 'UNEXCUSED'] as const;
  const { round, clock } = bench;
  const made: DoorEvent[] = [];
  for (let index = 0; index < count; index += 1) {
    const delegateId = round.near.delegateIds[index % 3]!;
    const earlier = made.filter(
      ({ subject, kind }) =>
        kind !== 'UNDO' && subject.kind === 'DELEGATE' && subject.delegateId === delegateId,
    );
    const target = index % 4 === 3 ? earlier[(index * 7) % earlier.length] : undefined;
    const detail = { reason: `lý do ${index}`, personName: 'Lê Hoa' };
    made.push(
      bench.mark({
        subject: { kind: 'DELEGATE', delegateId },
        happenedAt: new Date(clock.now.getTime() - ((index * 37) % 60) * 1_000).toISOString(),
        ...(target
          ? { kind: 'UNDO', undoesId: target.id }
          : { kind: kinds[(index * 3) % kinds.length]!, detail }),
      }),
    );
  }
  return made;
}

function toFold(event: DoorEvent, siteId: string): AttendanceEvent {
  const { id, kind, undoesId = null, detail = {} } = event;
  const { reason = '', personName = '' } = detail;
  const happenedAtMs = Date.parse(event.happenedAt);
  return {
    id,
    kind,
    undoesId,
    siteId,
    happenedAtMs,
    reason,
    personName,
    position: '',
    unitName: '',
  };
}
