import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { headcountReport } from '#db/schema/attendance.ts';
import type { Actor } from '#domain/actor.ts';
import { useCheckInBench } from '../testing/check-in-bench.ts';
import { dataOf } from '../testing/harness.ts';
import { deviceOf } from '../testing/round.ts';

const bench = useCheckInBench();
const phone = (): Actor => deviceOf(bench.current.round.near, 'HEADCOUNT');

function report(presentCount: number, given: { atMs?: number; commandId?: string } = {}) {
  const { round, clock } = bench.current;
  const { sessionId, siteId } = round.near;
  const happenedAt = new Date(clock.now.getTime() + (given.atMs ?? 0)).toISOString();
  const input = { sessionId, siteId, presentCount, note: '', happenedAt };
  return bench.current.run('headcount:report', input, phone(), given.commandId);
}

async function latest() {
  const { sessionId, siteId } = bench.current.round.near;
  return dataOf(await bench.current.run('headcount:latest', { sessionId, siteId }, phone()));
}

describe('headcount', () => {
  it('is unknown, not 0, until it is reported', async () => {
    const serverTime = bench.current.clock.now.toISOString();
    expect(await latest()).toEqual({ report: null, summoned: 3, present: 0, serverTime });
  });

  it('stands by when it was counted, not by when it arrived; zero is a count', async () => {
    await report(70, { atMs: -1_000 });
    await report(60, { atMs: -60_000 });
    expect((await latest()).report?.presentCount).toBe(70);
    await report(0);
    expect((await latest()).report?.presentCount).toBe(0);
  });

  it('sent again with the same id is stored once and gets the first answer', async () => {
    const commandId = randomUUID();
    const first = dataOf(await report(68, { commandId }));
    expect(dataOf(await report(68, { commandId }))).toEqual(first);
    const { db } = bench.current.database;
    const rows = await db.select().from(headcountReport);
    expect(rows.filter((row) => row.id === first.reportId)).toHaveLength(1);
    expect(bench.current.committed).toHaveLength(1);
  });

  it('of a clock that runs ahead does not stay on top for ever', async () => {
    await report(99, { atMs: 3_600_000 });
    bench.current.clock.now = new Date(bench.current.clock.now.getTime() + 1_000);
    await report(70);
    expect((await latest()).report?.presentCount).toBe(70);
  });

  it('shows what the doors counted beside it', async () => {
    await bench.current.append([bench.current.mark()]);
    await report(5);
    expect(await latest()).toMatchObject({ summoned: 3, present: 1 });
  });

  it('opens no other hall and no session of another conference', async () => {
    const { near, sibling, far } = bench.current.round;
    const ask = (siteId: string, sessionId: string) =>
      bench.current.run('headcount:latest', { siteId, sessionId }, phone());
    expect(await ask(sibling.siteId, sibling.sessionId)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ask(far.siteId, far.sessionId)).toMatchObject({ ok: false });
    expect(await ask(near.siteId, far.sessionId)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('reads, from a phone, no list and takes no check-in', async () => {
    const { siteId } = bench.current.round.near;
    const asked = await bench.current.run('door:roster', { siteId }, phone());
    expect(asked).toMatchObject({ code: 'FORBIDDEN' });
  });
});
