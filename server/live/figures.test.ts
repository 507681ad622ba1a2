import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readCells, readHalls } from '#contract/figures-fold.ts';
import { figureSnapshot } from '#contract/figures.ts';
import type { CommandOutput } from '#contract/registry.ts';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import { attendance, headcountReport, walkIn } from '#db/schema/attendance.ts';
import { delegate } from '#db/schema/delegate.ts';
import { site } from '#db/schema/site.ts';
import type { Actor, Grant } from '#domain/actor.ts';
import { isConsistent, totalOf, unmarkedOf } from '#domain/figures.ts';
import { createTestDatabase, dataOf } from '../testing/harness.ts';
import { accountWith, deviceOf, seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';
import { followFigures, plain, startFigures } from './figures.testing.ts';
import type { Snapshot } from './figures.testing.ts';

let own: Awaited<ReturnType<typeof createTestDatabase>>;
let database: OpenDatabase;
let round: Round;

beforeAll(async () => {
  own = await createTestDatabase();
  database = openDatabase(own.url, { maxConnections: 4 });
  round = await seedRound(database.db);
});
afterAll(async () => {
  await database.close();
  await own.drop();
});

const ALL: Grant = { role: 'OFFICIAL', scope: { kind: 'ALL' } };
const ofUnit = (place: { unitId: string; unitPath: string }): Grant => ({
  role: 'UNIT_ADMIN',
  scope: { kind: 'UNIT', unitId: place.unitId, path: place.unitPath },
});

let live: ReturnType<typeof startFigures>;
beforeEach(() => {
  live = startFigures(database);
});
afterEach(async () => {
  await live.close();
  await database.db.delete(attendance);
  await database.db.delete(walkIn);
  await database.db.delete(headcountReport);
  await database.db.update(delegate).set({ removedAt: null });
});

const follow = (actor: Actor, sessionId: string) => followFigures(live, { actor, sessionId });

/** What a reader who comes now would be told. */
async function derivedAnew(actor: Actor, sessionId: string) {
  const fresh = startFigures(database);
  const { answer } = await fresh.send(actor, 'figures:subscribe', { sessionId });
  await fresh.close();
  return plain(dataOf(answer as never) as Snapshot);
}

const STATES = ['PRESENT', 'EXCUSED', 'UNEXCUSED', 'UNMARKED'] as const;

/** One change as doors make them: somebody's state, a guest, a headcount; each in one of two halls. */
const change = fc.oneof(
  fc.record({
    kind: fc.constant('MARK' as const),
    person: fc.nat(5),
    status: fc.constantFrom(...STATES),
    room: fc.nat(1),
    minute: fc.nat(4),
    isLate: fc.boolean(),
    isSubstitute: fc.boolean(),
    hasLeft: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('GUEST' as const), room: fc.nat(1), isUndone: fc.boolean() }),
  fc.record({ kind: fc.constant('DECLARE' as const), room: fc.nat(1), count: fc.nat(300) }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** @returns the halls that a door would announce */
async function apply(one: Change): Promise<string[]> {
  const { near, sibling } = round;
  const room = one.room === 0 ? near : sibling;
  const place = { sessionId: near.sessionId, siteId: room.siteId };
  const { db } = database;
  if (one.kind === 'DECLARE') {
    await db.insert(headcountReport).values({ ...place, presentCount: one.count });
    return [room.siteId];
  }
  if (one.kind === 'GUEST') {
    const guest = { id: randomUUID(), personName: 'Khách', presentAt: new Date() };
    await db.insert(walkIn).values({ ...place, ...guest, isUndone: one.isUndone });
    return [room.siteId];
  }
  const roster = one.person < 3 ? near : sibling;
  const isPresent = one.status === 'PRESENT';
  const row = {
    sessionId: near.sessionId,
    delegateId: roster.delegateIds[one.person % 3] ?? '',
    status: one.status,
    presentAt: isPresent ? new Date(Date.UTC(2026, 11, 1, 1, one.minute)) : null,
    presentSiteId: isPresent ? room.siteId : null,
    isLate: isPresent && one.isLate,
    isSubstitute: isPresent && one.isSubstitute,
    leftEarlyAt: isPresent && one.hasLeft ? new Date() : null,
  };
  await db
    .insert(attendance)
    .values(row)
    .onConflictDoUpdate({ target: [attendance.sessionId, attendance.delegateId], set: row });
  return [roster.siteId, room.siteId];
}

describe('figures that move', () => {
  it('are, after any changes, what a full derivation says, for every audience', async () => {
    const { sessionId } = round.near;
    const readers = [accountWith(ALL), accountWith(ofUnit(round.near))];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 5 }),
        async (steps) => {
          await live.close();
          live = startFigures(database);
          const following = await Promise.all(readers.map((reader) => follow(reader, sessionId)));
          for (const step of steps) {
            for (const one of step) {
              live.figures.onCommitted({ sessionId, siteIds: await apply(one) });
            }
            await Promise.resolve();
            await live.figures.flush();
          }
          for (const [index, reader] of readers.entries()) {
            const state = following[index]?.state();
            expect(state && plain(state)).toEqual(await derivedAnew(reader, sessionId));
            expect(state && readCells(state).every(isConsistent)).toBe(true);
          }
          expect(await (await live.figures.board(round.near)).selfCheck()).toBe(0);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('rise by one revision an event, and an event changes only its audience', async () => {
    const { sessionId, siteId } = round.near;
    const all = await follow(accountWith(ALL), sessionId);
    const near = await follow(accountWith(ofUnit(round.near)), sessionId);
    const sibling = await follow(accountWith(ofUnit(round.sibling)), sessionId);
    for (const count of [5, 6]) {
      await apply({ kind: 'DECLARE', room: 0, count });
      live.figures.onCommitted({ sessionId, siteIds: [siteId] });
      await Promise.resolve();
      await live.figures.flush();
    }
    for (const reader of [all, near, sibling]) reader.state();
    expect(all.revisions.map(({ number }) => number)).toEqual([1, 2]);
    expect(near.revisions.map(({ number }) => number)).toEqual([1, 2]);
    expect(sibling.revisions).toEqual([]);
    expect(readHalls(all.state()).get(siteId)?.declared?.count).toBe(6);
  });

  it('tell a hall that has not reported from one that reported 0', async () => {
    const { sessionId, siteId } = round.near;
    const reader = await follow(accountWith(ALL), sessionId);
    expect(readHalls(reader.snapshot).get(siteId)?.declared).toBeNull();
    await apply({ kind: 'DECLARE', room: 0, count: 0 });
    live.figures.onCommitted({ sessionId, siteIds: [siteId] });
    await Promise.resolve();
    await live.figures.flush();
    expect(readHalls(reader.state()).get(siteId)?.declared?.count).toBe(0);
  });

  it('are repaired when a change was never announced', async () => {
    const { sessionId } = round.near;
    const reader = await follow(accountWith(ALL), sessionId);
    await apply({
      kind: 'MARK',
      person: 0,
      status: 'PRESENT',
      room: 0,
      minute: 0,
      isLate: false,
      isSubstitute: false,
      hasLeft: false,
    });
    const board = await live.figures.board(round.near);
    expect(await board.selfCheck()).toBe(1);
    await live.figures.flush();
    expect(totalOf(readCells(reader.state())).present).toBe(1);
    expect(await board.selfCheck()).toBe(0);
  });
});

describe('a change of the roster', () => {
  it('that moves somebody changes counts only', async () => {
    const { sessionId, delegateIds, conferenceId } = round.near;
    const reader = await follow(accountWith(ALL), sessionId);
    const [first = ''] = delegateIds;
    await database.db.update(delegate).set({ removedAt: new Date() }).where(eq(delegate.id, first));
    live.figures.onRosterChanged(conferenceId);
    await Promise.resolve();
    await live.figures.flush();
    expect(totalOf(readCells(reader.state())).summoned).toBe(5);
    expect(reader.revisions.map(({ number }) => number)).toEqual([1]);
  });

  it('that changes the list of halls leaves a gap, so that readers ask again', async () => {
    const { sessionId, siteId, conferenceId } = round.near;
    const reader = await follow(accountWith(ALL), sessionId);
    await database.db.update(site).set({ name: 'Tên mới' }).where(eq(site.id, siteId));
    live.figures.onRosterChanged(conferenceId);
    await Promise.resolve();
    await live.figures.flush();
    reader.state();
    expect(reader.revisions.map(({ number }) => number)).toEqual([2]);
    const again = await follow(accountWith(ALL), sessionId);
    expect(again.snapshot.structure.sites.map(({ name }) => name)).toContain('Tên mới');
    expect(again.snapshot.revision.number).toBe(2);
  });
});

describe('who may see what', () => {
  it('a unit administrator gets the own subtree and nothing else', async () => {
    const { sessionId } = round.near;
    const { snapshot } = await follow(accountWith(ofUnit(round.near)), sessionId);
    expect(snapshot.structure.sites.map(({ id }) => id)).toEqual([round.near.siteId]);
    expect(snapshot.structure.units.map(({ id }) => id)).toEqual([round.near.unitId]);
    expect(totalOf(readCells(snapshot))).toMatchObject({ summoned: 3, present: 0 });
    expect(readHalls(snapshot).size).toBe(1);
  });

  it('own people in a foreign hall are seen, the hall’s own count is not', async () => {
    const { sibling, near } = round;
    const guest = eq(delegate.id, near.delegateIds[0] ?? '');
    await database.db.update(delegate).set({ siteId: sibling.siteId }).where(guest);
    const { snapshot } = await follow(accountWith(ofUnit(near)), near.sessionId);
    await database.db.update(delegate).set({ siteId: near.siteId }).where(guest);
    const total = totalOf(readCells(snapshot));
    expect([total.summoned, unmarkedOf(total)]).toEqual([3, 3]);
    expect(snapshot.structure.sites.length).toBe(2);
    expect([...readHalls(snapshot).keys()]).toEqual([near.siteId]);
  });

  it('readers of the same reach share one stream, and forgotten sessions leave memory', async () => {
    const { sessionId } = round.near;
    const first = await follow(accountWith(ALL), sessionId);
    const second = await follow(
      accountWith({ role: 'ORGANISER', scope: { kind: 'ALL' } }),
      sessionId,
    );
    const other = await follow(accountWith(ofUnit(round.near)), sessionId);
    expect(first.room).toBe(second.room);
    expect(other.room).not.toBe(first.room);
    const before = await live.figures.board(round.near);
    await live.figures.takeCare();
    expect(await live.figures.board(round.near)).toBe(before);
    live.joined.clear();
    await live.figures.takeCare();
    expect(await live.figures.board(round.near)).not.toBe(before);
  });

  it('a reader who comes while idle sessions are forgotten does not follow a forgotten one', async () => {
    const following = live.figures.withBoard(round.near, (board) => {
      const { stream } = board.audience({ kind: 'ALL' });
      live.joined.set(live.streams.room(stream), 1);
      return board;
    });
    await live.figures.takeCare();
    expect((await following).isClosed).toBe(false);
  });

  it('devices and strangers are refused, an unknown session is not found', async () => {
    const ask = async (actor: Actor, sessionId: string) =>
      (await live.send(actor, 'figures:subscribe', { sessionId })).answer;
    const { sessionId } = round.near;
    expect(await ask(deviceOf(round.near, 'DOOR'), sessionId)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ask({ kind: 'anonymous' }, sessionId)).toMatchObject({ code: 'NOT_SIGNED_IN' });
    expect(await ask(accountWith(ALL), randomUUID())).toMatchObject({ code: 'NOT_FOUND' });
    const elsewhere: Grant = {
      role: 'OFFICIAL',
      scope: { kind: 'CONFERENCE', conferenceId: round.far.conferenceId },
    };
    expect(await ask(accountWith(elsewhere), sessionId)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('the curve of a hall is cut to the reader’s reach too', async () => {
    const { sessionId, siteId } = round.near;
    const mark = { kind: 'MARK', status: 'PRESENT', minute: 3 } as const;
    const traits = { isLate: false, isSubstitute: false, hasLeft: false };
    await apply({ ...mark, ...traits, person: 0, room: 0 });
    await apply({ ...mark, ...traits, person: 4, room: 1 });
    const curve = async (grant: Grant, input: object) => {
      const asked = { sessionId, ...input };
      const { answer } = await live.send(accountWith(grant), 'figures:arrivals', asked);
      return (dataOf(answer as never) as CommandOutput<'figures:arrivals'>).arrivals;
    };
    const minute = '2026-12-01T01:03:00.000Z';
    expect(await curve(ALL, {})).toEqual([[minute, 2]]);
    expect(await curve(ALL, { siteId })).toEqual([[minute, 1]]);
    expect(await curve(ALL, { unitId: round.rootUnitId })).toEqual([[minute, 2]]);
    expect(await curve(ofUnit(round.near), {})).toEqual([[minute, 1]]);
    expect(await curve(ofUnit(round.near), { siteId: round.sibling.siteId })).toEqual([]);
  });
});

it('one full derivation equals counting by hand', async () => {
  await database.db.execute(sql`
    insert into attendance (session_id, delegate_id, status, present_at, present_site_id)
    select ${round.near.sessionId}, id, 'PRESENT', now(), ${round.sibling.siteId}
    from delegate where site_id = ${round.near.siteId}`);
  const { snapshot } = await follow(accountWith(ALL), round.near.sessionId);
  expect(figureSnapshot.parse(snapshot).cells).toEqual(snapshot.cells);
  expect(totalOf(readCells(snapshot))).toMatchObject({ summoned: 6, present: 3 });
  const halls = readHalls(snapshot);
  expect(halls.get(round.near.siteId)?.seated).toBe(0);
  expect(halls.get(round.sibling.siteId)?.seated).toBe(3);
});
