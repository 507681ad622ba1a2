import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { readIncarnation } from '#db/queries/incarnation.ts';
import { auditEntry } from '#db/schema/audit.ts';
import { delegate } from '#db/schema/delegate.ts';
import { incarnation } from '#db/schema/incarnation.ts';
import type { Actor } from '#domain/actor.ts';
import { useCheckInBench } from '../testing/check-in-bench.ts';
import { dataOf } from '../testing/harness.ts';
import { accountWith } from '../testing/round.ts';

const organiser = accountWith({ role: 'ORGANISER', scope: { kind: 'ALL' } });

const bench = useCheckInBench();

describe('the roster for a door', () => {
  it('is sorted by given name, versioned, and the look at it is kept', async () => {
    const { siteId, sessionId } = bench.current.round.near;
    const roster = dataOf(await bench.current.run('door:roster', { siteId }, bench.current.door()));
    expect(roster.delegates.map((one) => one.givenName)).toEqual(['An', 'Bình', 'Chi']);
    const snapshot = dataOf(
      await bench.current.run('door:subscribe', { siteId, sessionId }, bench.current.door()),
    );
    expect(snapshot.rosterVersion).toBe(roster.rosterVersion);
    const looks = await bench.current.database.db
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.actorKey, `device:${bench.current.round.near.deviceIds.DOOR}`));
    expect(looks).toMatchObject([{ action: 'door:roster', subject: { siteId } }]);
  });

  it('has another version after a change that was stamped before the newest one', async () => {
    const { siteId, delegateIds } = bench.current.round.near;
    const version = async () =>
      dataOf(await bench.current.run('door:roster', { siteId }, bench.current.door()))
        .rosterVersion;
    const stamp = (id = '', updatedAt: Date) =>
      bench.current.database.db.update(delegate).set({ updatedAt }).where(eq(delegate.id, id));
    await stamp(delegateIds[0], new Date(Date.now() + 60_000));
    const before = await version();
    await stamp(delegateIds[1], new Date(Date.now() + 30_000));
    expect(await version()).not.toBe(before);
  });

  it('shows a unit’s administrator the own people only, the hall’s door all of them', async () => {
    const { siteId, unitId, unitPath, delegateIds } = bench.current.round.near;
    await bench.current.database.db
      .update(delegate)
      .set({ unitId: bench.current.round.sibling.unitId })
      .where(eq(delegate.id, delegateIds[0]!));
    const sizeFor = async (actor: Actor) =>
      dataOf(await bench.current.run('door:roster', { siteId }, actor)).delegates.length;
    const scope = { kind: 'UNIT' as const, unitId, path: unitPath };
    expect(await sizeFor(bench.current.door())).toBe(3);
    expect(await sizeFor(accountWith({ role: 'UNIT_ADMIN', scope }))).toBe(2);
  });

  it('finds who a strange code belongs to, in this conference only', async () => {
    const { siteId } = bench.current.round.near;
    const find = async (checkInCode: string) =>
      dataOf(await bench.current.run('door:find', { siteId, checkInCode }, bench.current.door()))
        .delegate;
    expect(await find(bench.current.round.sibling.checkInCodes[0]!)).toMatchObject({
      id: bench.current.round.sibling.delegateIds[0],
      siteName: 'Điểm cầu HN-02',
    });
    expect(await find(bench.current.round.far.checkInCodes[0]!)).toBeNull();
  });

  it('tells which life of the database answers, and at once when a restore began another', async () => {
    const { siteId, sessionId } = bench.current.round.near;
    const told = async () =>
      dataOf(await bench.current.run('door:subscribe', { siteId, sessionId }, bench.current.door()))
        .incarnation;
    const { db } = bench.current.database;
    expect(await told()).toBe(await readIncarnation(db));
    const renewed = randomUUID();
    await db.update(incarnation).set({ id: renewed });
    expect(await told()).toBe(renewed);
  });

  it('a snapshot of a session of another conference is not found', async () => {
    const { siteId } = bench.current.round.near;
    const asked = { siteId, sessionId: bench.current.round.far.sessionId };
    expect(await bench.current.run('door:subscribe', asked, organiser)).toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
