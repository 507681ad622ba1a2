import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CommandAnswer } from '#contract/command.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import { attendance, checkIn, walkIn } from '#db/schema/attendance.ts';
import { auditEntry } from '#db/schema/audit.ts';
import { session } from '#db/schema/conference.ts';
import { delegate } from '#db/schema/delegate.ts';
import type { Actor } from '#domain/actor.ts';
import type { CheckInChange } from '../check-in/batch.ts';
import { CheckInWriter } from '../check-in/check-in-writer.ts';
import { DoorAnnouncer } from '../check-in/door-announcer.ts';
import { createExecute } from '../commands/execute.ts';
import type { Handlers } from '../commands/handler.ts';
import { createLogger } from '../logger.ts';
import { Streams } from '../socket/streams.ts';
import { createTestDatabase, dataOf } from '../testing/harness.ts';
import { accountWith, deviceOf, seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';
import { createCheckInHandlers } from './check-in.ts';
import { createHeadcountHandlers } from './headcount.ts';

type Event = CommandInput<'check-in:append'>['events'][number];
type Answered<N extends CommandName> = Promise<CommandAnswer<CommandOutput<N>>>;

const HOUR_MS = 3_600_000;
const organiser = accountWith({ role: 'ORGANISER', scope: { kind: 'ALL' } });

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
let database: OpenDatabase;
let round: Round;
let clock: { now: Date };
let committed: { sessionId: string; changes: CheckInChange[] }[];
let published: { room: string; event: string; payload: unknown }[];
let announcer: DoorAnnouncer;
let execute: ReturnType<typeof createExecute>;
let joined: string[];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, { maxConnections: 8 });
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

beforeEach(async () => {
  round = await seedRound(database.db);
  clock = { now: new Date() };
  committed = [];
  published = [];
  joined = [];
  execute = createFrontDoor();
});

function createFrontDoor() {
  const streams = new Streams();
  streams.attach((room, event, payload) => void published.push({ room, event, payload }));
  announcer = new DoorAnnouncer(streams);
  const now = () => clock.now;
  const writer = new CheckInWriter({
    pool: database.pool,
    now,
    onCommitted: (one) => {
      committed.push(one);
      announcer.add(one.sessionId, one.changes);
    },
  });
  const handlers = {
    ...createCheckInHandlers({ writer, streams }),
    ...createHeadcountHandlers({ onCommitted: () => {} }),
  } as unknown as Handlers;
  const log = createLogger('silent');
  return createExecute({ db: database.db, handlers, log, masterKey: 'k'.repeat(32), now });
}

function run<N extends CommandName>(name: N, input: CommandInput<N>, actor: Actor): Answered<N> {
  return execute({
    name,
    request: { commandId: randomUUID(), input },
    actor,
    clientAddress: '127.0.0.1',
    origin: 'http://hall.test',
    subscriber: { socketId: 's', join: (room) => void joined.push(room), leave: () => {} },
    cookies: null,
  }) as Answered<N>;
}

const door = () => deviceOf(round.near, 'DOOR');

function append(events: Event[], actor: Actor = door(), place = round.near) {
  const { sessionId, siteId } = place;
  return run('check-in:append', { sessionId, siteId, events }, actor);
}

async function receipts(events: Event[]) {
  return dataOf(await append(events)).receipts;
}

function mark(given: Partial<Event> = {}): Event {
  return {
    id: randomUUID(),
    subject: { kind: 'DELEGATE', delegateId: round.near.delegateIds[0]! },
    kind: 'PRESENT',
    method: 'QR',
    happenedAt: clock.now.toISOString(),
    deviceAt: clock.now.toISOString(),
    ...given,
  };
}

async function recordOf(delegateId: string) {
  const [row] = await database.db
    .select()
    .from(attendance)
    .where(eq(attendance.delegateId, delegateId));
  return row;
}

async function storedCount(): Promise<number> {
  return database.db.$count(checkIn, eq(checkIn.sessionId, round.near.sessionId));
}

describe('one check-in', () => {
  it('is stored, folded and answered with the state it led to', async () => {
    const event = mark();
    const answer = dataOf(await append([event]));
    expect(answer.receipts).toEqual([{ id: event.id, outcome: 'COUNTED' }]);
    expect(answer.attendance).toMatchObject([
      { status: 'PRESENT', presentAt: event.happenedAt, presentSiteId: round.near.siteId },
    ]);
    expect(await recordOf(round.near.delegateIds[0]!)).toMatchObject({
      status: 'PRESENT',
      decidingCheckInId: event.id,
      isLate: false,
    });
    const [row] = await database.db.select().from(checkIn).where(eq(checkIn.id, event.id));
    expect(row).toMatchObject({ deviceId: round.near.deviceIds.DOOR, accountId: null });
  });

  it('tells the figures and the doors after the commit, with the newest state of each person', async () => {
    const event = mark();
    await append([event]);
    await append([mark({ kind: 'UNDO', undoesId: event.id })]);
    expect(committed.flatMap((one) => one.changes.flatMap((change) => change.siteIds))).toEqual([
      round.near.siteId,
      round.near.siteId,
    ]);
    announcer.flush();
    expect(published).toMatchObject([
      {
        event: 'door:changed',
        payload: { attendance: [{ status: 'UNMARKED', decidingCheckInId: null }] },
      },
    ]);
  });

  it('by a code of another hall counts there, and is told to the doors of both halls', async () => {
    const code = round.sibling.checkInCodes[1]!;
    const event = mark({ subject: { kind: 'CODE', checkInCode: code.toLowerCase() } });
    expect(await receipts([event])).toEqual([{ id: event.id, outcome: 'COUNTED' }]);
    expect(await recordOf(round.sibling.delegateIds[1]!)).toMatchObject({
      presentSiteId: round.near.siteId,
    });
    expect(committed[0]?.changes[0]?.siteIds.toSorted()).toEqual(
      [round.near.siteId, round.sibling.siteId].toSorted(),
    );
    const { sessionId, siteId } = round.near;
    const snapshot = dataOf(await run('door:subscribe', { sessionId, siteId }, door()));
    expect(snapshot.guests).toMatchObject([
      { id: round.sibling.delegateIds[1], givenName: 'Bình' },
    ]);
    expect(snapshot.attendance).toHaveLength(1);
  });
});

describe('repeats', () => {
  it('get the receipt of the first time and change nothing', async () => {
    const event = mark();
    const again = mark();
    const first = await receipts([event, again]);
    expect(first.map((receipt) => receipt.outcome)).toEqual(['COUNTED', 'DUPLICATE']);
    committed.length = 0;
    expect(await receipts([event, again, event])).toEqual([...first, first[0]]);
    expect(await storedCount()).toBe(2);
    expect(committed).toEqual([]);
  });

  it('keep the first corrected time, and are the same from a device enrolled anew', async () => {
    const event = mark();
    await append([event]);
    const other = { ...deviceOf(round.near, 'DOOR'), deviceId: randomUUID() } as Actor;
    const later = new Date(clock.now.getTime() + 5_000).toISOString();
    const answer = dataOf(await append([{ ...event, happenedAt: later }], other));
    expect(answer.receipts[0]?.outcome).toBe('COUNTED');
    expect(answer.attendance[0]?.presentAt).toBe(event.happenedAt);
  });

  it.each([
    ['kind', { kind: 'EXCUSED' as const }],
    ['device time', { deviceAt: '2026-01-01T00:00:00.000Z' }],
    ['detail', { detail: { reason: 'khác' } }],
  ])('with another %s under the same id are refused', async (_, change) => {
    const event = mark();
    await append([event]);
    expect(await receipts([{ ...event, ...change }])).toMatchObject([
      { outcome: 'REFUSED', code: 'INVALID_EVENT' },
    ]);
    const other = mark({
      id: event.id,
      subject: { kind: 'DELEGATE', delegateId: round.near.delegateIds[1]! },
    });
    expect(await receipts([other])).toMatchObject([{ outcome: 'REFUSED', code: 'INVALID_EVENT' }]);
  });

  it('in capital letters are the same event', async () => {
    const event = mark();
    await append([event]);
    const answer = await append([{ ...event, id: event.id.toUpperCase() }]);
    expect(dataOf(answer).receipts).toEqual([{ id: event.id, outcome: 'COUNTED' }]);
  });
});

describe('refusals', () => {
  it('are for one event each; the good ones of the batch count', async () => {
    const good = mark();
    const bad: [Event, string][] = [
      [mark({ subject: { kind: 'DELEGATE', delegateId: randomUUID() } }), 'UNKNOWN_DELEGATE'],
      [
        mark({ subject: { kind: 'DELEGATE', delegateId: round.far.delegateIds[0]! } }),
        'UNKNOWN_DELEGATE',
      ],
      [mark({ subject: { kind: 'CODE', checkInCode: '0000000000' } }), 'UNKNOWN_DELEGATE'],
      [mark({ kind: 'SUBSTITUTE' }), 'INVALID_EVENT'],
      [mark({ kind: 'WALK_IN', detail: { personName: 'A' } }), 'INVALID_EVENT'],
      [mark({ kind: 'UNDO' }), 'INVALID_EVENT'],
      [mark({ kind: 'UNDO', undoesId: randomUUID() }), 'UNKNOWN_EVENT'],
      [mark({ undoesId: good.id }), 'INVALID_EVENT'],
      [mark({ subject: walkInSubject(), kind: 'WALK_IN' }), 'INVALID_EVENT'],
      [
        mark({
          subject: { kind: 'DELEGATE', delegateId: round.sibling.delegateIds[0]! },
          kind: 'EXCUSED',
        }),
        'INVALID_EVENT',
      ],
    ];
    const answer = await receipts([...bad.map(([event]) => event), good]);
    expect(answer.slice(0, -1)).toEqual(
      bad.map(([event, code]) => ({ id: event.id, outcome: 'REFUSED', code })),
    );
    expect(answer.at(-1)).toMatchObject({ outcome: 'COUNTED' });
    expect(await storedCount()).toBe(1);
  });

  it('an undo must name an event of the same person', async () => {
    const event = mark();
    await append([event]);
    const undo = mark({
      kind: 'UNDO',
      undoesId: event.id,
      subject: { kind: 'DELEGATE', delegateId: round.near.delegateIds[1]! },
    });
    expect(await receipts([undo])).toMatchObject([{ code: 'UNKNOWN_EVENT' }]);
  });

  it('a session of another conference is unknown to this hall', async () => {
    const { siteId } = round.near;
    const { sessionId } = round.far;
    const answer = await run('check-in:append', { sessionId, siteId, events: [mark()] }, door());
    expect(dataOf(answer).receipts).toMatchObject([{ code: 'UNKNOWN_SESSION' }]);
  });

  it('a session that is neither open nor near takes nothing yet', async () => {
    const startsAt = new Date(clock.now.getTime() + 5 * HOUR_MS);
    await setSession({ openedAt: null, startsAt });
    expect(await receipts([mark()])).toMatchObject([{ code: 'SESSION_NOT_OPEN' }]);
    clock.now = new Date(startsAt.getTime() - 3 * HOUR_MS);
    expect(await receipts([mark()])).toMatchObject([{ outcome: 'COUNTED' }]);
  });

  it.each(['PROJECTOR', 'CONSOLE', 'HEADCOUNT'] as const)(
    'a %s device takes no check-ins',
    async (kind) => {
      expect(await append([mark()], deviceOf(round.near, kind))).toMatchObject({
        code: 'FORBIDDEN',
      });
    },
  );

  it('a hall’s device opens no other hall', async () => {
    expect(await append([mark()], deviceOf(round.sibling, 'DOOR'))).toMatchObject({
      code: 'FORBIDDEN',
    });
    for (const place of [round.sibling, round.far]) {
      const { siteId, sessionId } = place;
      const asked = [
        run('door:roster', { siteId }, door()),
        run('door:subscribe', { siteId, sessionId }, door()),
        run('door:find', { siteId, checkInCode: place.checkInCodes[0]! }, door()),
      ];
      for (const answer of await Promise.all(asked)) expect(answer).toMatchObject({ ok: false });
    }
    expect(await storedCount()).toBe(0);
    expect(joined).toEqual([]);
  });
});

describe('a clock', () => {
  it.each([
    ['hours ahead', 2 * HOUR_MS],
    ['years behind', -20 * 365 * 24 * HOUR_MS],
  ])('that is %s is replaced by the moment of arrival', async (_, offsetMs) => {
    const wrong = new Date(clock.now.getTime() + offsetMs).toISOString();
    const event = mark({ happenedAt: wrong, deviceAt: wrong });
    const answer = dataOf(await append([event]));
    expect(answer.attendance[0]?.presentAt).toBe(clock.now.toISOString());
    const [row] = await database.db.select().from(checkIn).where(eq(checkIn.id, event.id));
    expect(row?.deviceAt.toISOString()).toBe(wrong);
    expect(dataOf(await append([event])).receipts[0]?.outcome).toBe('COUNTED');
  });
});

describe('after the closing', () => {
  it('events are kept for a revision and change no figure', async () => {
    const before = mark();
    await append([before]);
    await setSession({ closedAt: clock.now });
    const undo = mark({ kind: 'UNDO', undoesId: before.id });
    const other = mark({
      subject: { kind: 'DELEGATE', delegateId: round.near.delegateIds[1]! },
    });
    const answer = await receipts([undo, other, before]);
    expect(answer.map((receipt) => receipt.outcome)).toEqual([
      'AFTER_CLOSING',
      'AFTER_CLOSING',
      'COUNTED',
    ]);
    expect(await receipts([other])).toMatchObject([{ outcome: 'AFTER_CLOSING' }]);
    expect(await recordOf(round.near.delegateIds[0]!)).toMatchObject({ status: 'PRESENT' });
    expect((await recordOf(round.near.delegateIds[1]!))?.status).toBe('UNMARKED');
    expect(await storedCount()).toBe(3);
  });
});

describe('walk-ins', () => {
  it('are counted apart, and taken back by an undo', async () => {
    const subject = walkInSubject();
    const detail = { personName: 'Trần Thị Bình', unitName: 'Sở Y tế' };
    const arrival = mark({ subject, kind: 'WALK_IN', method: 'MANUAL', detail });
    await append([arrival]);
    const { sessionId, siteId } = round.near;
    const seen = dataOf(await run('door:subscribe', { sessionId, siteId }, door()));
    expect(seen.walkIns).toMatchObject([
      { personName: 'Trần Thị Bình', isUndone: false, decidingCheckInId: arrival.id },
    ]);
    const undo = mark({ subject, kind: 'UNDO', undoesId: arrival.id });
    expect(dataOf(await append([undo])).walkIns).toMatchObject([{ isUndone: true }]);
    const [row] = await database.db.select().from(walkIn).where(eq(walkIn.id, subject.walkInId));
    expect(row?.isUndone).toBe(true);
  });

  it('of one hall cannot be touched from another', async () => {
    const subject = walkInSubject();
    const arrival = mark({ subject, kind: 'WALK_IN', detail: { personName: 'A' } });
    await append([arrival]);
    const events = [
      mark({ subject, kind: 'WALK_IN', detail: { personName: 'B' } }),
      mark({ subject, kind: 'UNDO', undoesId: arrival.id }),
    ];
    const answer = await append(events, deviceOf(round.sibling, 'DOOR'), round.sibling);
    expect(dataOf(answer).receipts).toMatchObject([
      { code: 'INVALID_EVENT' },
      { code: 'INVALID_EVENT' },
    ]);
  });
});

describe('many at once', () => {
  it('two clerks, one delegate: counted once, whoever is first', async () => {
    const events = Array.from({ length: 20 }, () => mark());
    const answers = await Promise.all(events.map((event) => receipts([event])));
    const outcomes = answers.flat().map((receipt) => receipt.outcome);
    expect(outcomes).not.toContain('REFUSED');
    expect(await recordOf(round.near.delegateIds[0]!)).toMatchObject({
      status: 'PRESENT',
      presentAt: clock.now,
    });
    expect(await storedCount()).toBe(20);
  });

  it('one id sent by two doors for two people is stored once', async () => {
    const id = randomUUID();
    const [first, second] = round.near.delegateIds;
    const sent = [first!, second!].flatMap((delegateId) => [
      receipts([mark({ id, subject: { kind: 'DELEGATE', delegateId } })]),
      receipts([mark({ id, subject: { kind: 'DELEGATE', delegateId } })]),
    ]);
    const outcomes = (await Promise.all(sent)).flat().map((receipt) => receipt.outcome);
    expect(outcomes.toSorted()).toEqual(['COUNTED', 'COUNTED', 'REFUSED', 'REFUSED']);
    expect(await storedCount()).toBe(1);
  });

  it('marks, undos and marks again in any order of arrival end in one state', async () => {
    const [delegateId] = round.near.delegateIds;
    const at = (ms: number) => new Date(clock.now.getTime() + ms).toISOString();
    const first = mark({ happenedAt: at(0) });
    await append([first]);
    const rest = [
      mark({ kind: 'UNDO', undoesId: first.id, happenedAt: at(1_000) }),
      mark({ happenedAt: at(3_000) }),
      mark({ kind: 'LEFT_EARLY', happenedAt: at(9_000) }),
      mark({ kind: 'EXCUSED', happenedAt: at(2_000), detail: { reason: 'ốm' } }),
    ];
    await Promise.all(rest.map((event) => append([event])));
    expect(await recordOf(delegateId!)).toMatchObject({
      status: 'PRESENT',
      presentAt: new Date(at(3_000)),
      leftEarlyAt: new Date(at(9_000)),
    });
  });

  it('one request that the database refuses does not take the others with it', async () => {
    const gone = { ...deviceOf(round.near, 'DOOR'), deviceId: randomUUID() } as Actor;
    const [first, second, third] = round.near.delegateIds.map((delegateId) =>
      mark({ subject: { kind: 'DELEGATE', delegateId } }),
    );
    const answers = await Promise.all([
      append([first!]),
      append([second!], gone),
      append([third!]),
    ]);
    expect(answers.map((answer) => answer.ok)).toEqual([true, false, true]);
    expect(await storedCount()).toBe(2);
  });
});

describe('the roster for a door', () => {
  it('is sorted by given name, versioned, and the look at it is kept', async () => {
    const { siteId, sessionId } = round.near;
    const roster = dataOf(await run('door:roster', { siteId }, door()));
    expect(roster.delegates.map((one) => one.givenName)).toEqual(['An', 'Bình', 'Chi']);
    const snapshot = dataOf(await run('door:subscribe', { siteId, sessionId }, door()));
    expect(snapshot.rosterVersion).toBe(roster.rosterVersion);
    const looks = await database.db
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.actorKey, `device:${round.near.deviceIds.DOOR}`));
    expect(looks).toMatchObject([{ action: 'door:roster', subject: { siteId } }]);
  });

  it('has another version after a change that was stamped before the newest one', async () => {
    const { siteId, delegateIds } = round.near;
    const version = async () => dataOf(await run('door:roster', { siteId }, door())).rosterVersion;
    const stamp = (id = '', updatedAt: Date) =>
      database.db.update(delegate).set({ updatedAt }).where(eq(delegate.id, id));
    await stamp(delegateIds[0], new Date(Date.now() + 60_000));
    const before = await version();
    await stamp(delegateIds[1], new Date(Date.now() + 30_000));
    expect(await version()).not.toBe(before);
  });

  it('shows a unit’s administrator the own people only, the hall’s door all of them', async () => {
    const { siteId, unitId, unitPath, delegateIds } = round.near;
    await database.db
      .update(delegate)
      .set({ unitId: round.sibling.unitId })
      .where(eq(delegate.id, delegateIds[0]!));
    const sizeFor = async (actor: Actor) =>
      dataOf(await run('door:roster', { siteId }, actor)).delegates.length;
    const scope = { kind: 'UNIT' as const, unitId, path: unitPath };
    expect(await sizeFor(door())).toBe(3);
    expect(await sizeFor(accountWith({ role: 'UNIT_ADMIN', scope }))).toBe(2);
  });

  it('finds who a strange code belongs to, in this conference only', async () => {
    const { siteId } = round.near;
    const find = async (checkInCode: string) =>
      dataOf(await run('door:find', { siteId, checkInCode }, door())).delegate;
    expect(await find(round.sibling.checkInCodes[0]!)).toMatchObject({
      id: round.sibling.delegateIds[0],
      siteName: 'Điểm cầu HN-02',
    });
    expect(await find(round.far.checkInCodes[0]!)).toBeNull();
  });

  it('a snapshot of a session of another conference is not found', async () => {
    const { siteId } = round.near;
    const asked = { siteId, sessionId: round.far.sessionId };
    expect(await run('door:subscribe', asked, organiser)).toMatchObject({ code: 'NOT_FOUND' });
  });
});

function walkInSubject() {
  return { kind: 'WALK_IN' as const, walkInId: randomUUID() };
}

async function setSession(change: Partial<typeof session.$inferInsert>): Promise<void> {
  await database.db.update(session).set(change).where(eq(session.id, round.near.sessionId));
}
