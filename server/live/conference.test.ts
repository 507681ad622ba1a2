import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import { readReadiness } from '#db/queries/conference.ts';
import { listAgenda, listSessions } from '#db/queries/session.ts';
import { callerOf } from '../testing/caller.ts';
import type { Caller } from '../testing/caller.ts';
import { createTestExecute } from '../testing/execute.ts';
import { createTestDatabase } from '../testing/harness.ts';
import { accountWith, seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';

const CONFERENCE = {
  name: 'Hội nghị quán triệt nghị quyết',
  organisation: 'Thành ủy Hà Nội',
  startsOn: '2026-12-01',
  endsOn: '2026-12-02',
  helpPhone: '024 3825 0000',
};
const session = (name: string, from: string, to: string) => ({
  name,
  startsAt: `${from}:00+07:00`,
  endsAt: `${to}:00+07:00`,
  lateAfter: `${from}:00+07:00`,
});
const MORNING = session('Buổi sáng', '2026-12-01T08:00', '2026-12-01T11:30');
const AFTERNOON = session('Buổi chiều', '2026-12-01T13:30', '2026-12-01T17:00');
const ITEM = { kind: 'TOPIC' as const, title: 'Chuyên đề', speaker: '', durationMinutes: 45 };

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
let database: OpenDatabase;
let front: ReturnType<typeof createTestExecute>;
let organiser: Caller;
let conferenceId: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, { maxConnections: 8 });
  front = createTestExecute(database);
  organiser = callerOf(front.execute, accountWith({ role: 'ORGANISER', scope: { kind: 'ALL' } }));
});

afterAll(async () => {
  await front.close();
  await database.close();
  await testDatabase.drop();
});

beforeEach(async () => {
  const input = { ...CONFERENCE, confirmsNoStateSecret: true as const };
  conferenceId = (await organiser.ask('conference:create', input)).id;
});

const sessionNames = async () =>
  (await listSessions(database.db, conferenceId)).map((row) => `${row.ordinal} ${row.name}`);

describe('conference', () => {
  it('is not made without the confirmation about state secrets', async () => {
    const unconfirmed = { ...CONFERENCE, confirmsNoStateSecret: false } as never;
    expect(await organiser.refusal('conference:create', unconfirmed)).toBe('INVALID_INPUT');
  });

  it('refuses days in reverse, and days that leave a session outside', async () => {
    const expected = CONFERENCE;
    const reversed = { ...CONFERENCE, conferenceId, endsOn: '2026-11-30', expected };
    expect(await organiser.refusal('conference:update', reversed)).toBe('DAYS_REVERSED');
    await organiser.ask('session:create', { conferenceId, ...MORNING });
    const later = { ...CONFERENCE, conferenceId, startsOn: '2026-12-02', expected };
    expect(await organiser.refusal('conference:update', later)).toBe('SESSION_OUTSIDE_DAYS');
  });

  it('changes nothing while archived, and goes on when restored', async () => {
    const { id: sessionId } = await organiser.ask('session:create', { conferenceId, ...MORNING });
    await organiser.ask('conference:archive', { conferenceId });
    const site = {
      ...{ code: 'A', name: 'A', tier: 'OTHER' as const, mode: 'ONLINE' as const, unitId: null },
      ...{ parentSiteId: null, contactName: '', contactPhone: '', plannedCount: null },
    };
    expect(await organiser.refusal('site:create', { conferenceId, ...site })).toBe(
      'CONFERENCE_ARCHIVED',
    );
    expect(await organiser.refusal('agenda-item:create', { sessionId, ...ITEM })).toBe(
      'CONFERENCE_ARCHIVED',
    );
    expect(await organiser.refusal('session:open', { sessionId })).toBe('CONFERENCE_ARCHIVED');
    await organiser.ask('conference:restore', { conferenceId });
    await organiser.ask('session:open', { sessionId });
  });

  it('is changed only by somebody who saw what is stored', async () => {
    const hers = { ...CONFERENCE, helpPhone: '024 3825 0001' };
    await organiser.ask('conference:update', { conferenceId, ...hers, expected: CONFERENCE });
    const his = { conferenceId, ...CONFERENCE, name: 'Hội nghị học tập nghị quyết' };
    expect(
      await organiser.send('conference:update', { ...his, expected: CONFERENCE }),
    ).toMatchObject({ code: 'CONFLICT', details: { fields: 'helpPhone' } });
    const { helpPhone: _, ...known } = CONFERENCE;
    await organiser.ask('conference:update', { ...his, expected: known });
    const late = { conferenceId, ...hers, expected: hers };
    expect(await organiser.send('conference:update', late)).toMatchObject({
      details: { fields: 'name,helpPhone' },
    });
  });

  it('is another’s for an organiser of one conference', async () => {
    const other = accountWith({
      role: 'ORGANISER',
      scope: { kind: 'CONFERENCE', conferenceId: randomUUID() },
    });
    const caller = callerOf(front.execute, other);
    const input = { conferenceId, ...CONFERENCE, expected: CONFERENCE };
    expect(await caller.refusal('conference:update', input)).toBe('FORBIDDEN');
  });
});

describe('session', () => {
  it('is numbered by its start, whatever the order of making and changing', async () => {
    await organiser.ask('session:create', { conferenceId, ...AFTERNOON });
    const { id } = await organiser.ask('session:create', { conferenceId, ...MORNING });
    expect(await sessionNames()).toEqual(['1 Buổi sáng', '2 Buổi chiều']);
    const moved = session('Buổi tối', '2026-12-01T19:00', '2026-12-01T21:00');
    await organiser.ask('session:update', { sessionId: id, ...moved, expected: MORNING });
    expect(await sessionNames()).toEqual(['1 Buổi chiều', '2 Buổi tối']);
    await organiser.ask('session:remove', { sessionId: id });
    expect(await sessionNames()).toEqual(['1 Buổi chiều']);
  });

  it('is changed only by somebody who saw what is stored', async () => {
    const { id: sessionId } = await organiser.ask('session:create', { conferenceId, ...MORNING });
    const later = session('Buổi sáng', '2026-12-01T08:30', '2026-12-01T11:30');
    await organiser.ask('session:update', { sessionId, ...later, expected: MORNING });
    const late = { sessionId, ...MORNING, name: 'Buổi 1', expected: MORNING };
    expect(await organiser.send('session:update', late)).toMatchObject({
      code: 'CONFLICT',
      details: { fields: 'startsAt,lateAfter' },
    });
    expect(await sessionNames()).toEqual(['1 Buổi sáng']);
  });

  it.each([
    ['SESSION_OUTSIDE_DAYS', session('X', '2026-12-03T08:00', '2026-12-03T10:00')],
    ['SESSION_TIMES_REVERSED', session('X', '2026-12-01T10:00', '2026-12-01T10:00')],
    ['SESSION_OVERLAPS', session('X', '2026-12-01T11:29', '2026-12-01T12:00')],
  ])('refuses %s', async (code, fields) => {
    await organiser.ask('session:create', { conferenceId, ...MORNING });
    expect(await organiser.refusal('session:create', { conferenceId, ...fields })).toBe(code);
    expect(await sessionNames()).toEqual(['1 Buổi sáng']);
  });

  it('keeps one of two overlapping sessions that are made at once', async () => {
    const made = await Promise.all(
      ['A', 'B', 'C'].map((name) =>
        organiser.refusal('session:create', { conferenceId, ...MORNING, name }),
      ),
    );
    expect(made.filter((code) => code === null)).toHaveLength(1);
    expect(await sessionNames()).toHaveLength(1);
  });

  it('opens once: the first opening stands', async () => {
    const { id: sessionId } = await organiser.ask('session:create', { conferenceId, ...MORNING });
    const commandId = randomUUID();
    await organiser.send('session:open', { sessionId }, commandId);
    const [first] = await listSessions(database.db, conferenceId);
    await organiser.send('session:open', { sessionId }, commandId);
    await organiser.ask('session:open', { sessionId });
    const [again] = await listSessions(database.db, conferenceId);
    expect(first?.openedAt).toBeInstanceOf(Date);
    expect(again?.openedAt).toEqual(first?.openedAt);
  });

  it('stays when somebody was counted in it', async () => {
    const round: Round = await seedRound(database.db);
    const { sessionId, siteId } = round.near;
    await organiser.ask('headcount:report', {
      ...{ sessionId, siteId, presentCount: 3, note: '' },
      happenedAt: new Date().toISOString(),
    });
    expect(await organiser.refusal('session:remove', { sessionId })).toBe('IN_USE');
  });
});

describe('agenda', () => {
  const titles = async () =>
    (await listAgenda(database.db, conferenceId)).map(({ title }) => title).join('');

  it('moves, changes and removes items, also many at once', async () => {
    const { id: sessionId } = await organiser.ask('session:create', { conferenceId, ...MORNING });
    const ids = new Map<string, string>();
    for (const title of 'ABCDE') {
      const made = await organiser.ask('agenda-item:create', { sessionId, ...ITEM, title });
      ids.set(title, made.id);
    }
    const move = (title: string, toIndex: number) =>
      organiser.ask('agenda-item:move', { agendaItemId: ids.get(title)!, toIndex });
    await move('E', 0);
    expect(await titles()).toBe('EABCD');
    await move('A', 99);
    expect(await titles()).toBe('EBCDA');
    await organiser.ask('agenda-item:remove', { agendaItemId: ids.get('B')! });
    const change = (title: string, seen: string) =>
      organiser.send('agenda-item:update', {
        ...{ agendaItemId: ids.get('C')!, ...ITEM, title },
        expected: { ...ITEM, title: seen },
      });
    await change('c', 'C');
    expect(await change('k', 'C')).toMatchObject({
      code: 'CONFLICT',
      details: { fields: 'title' },
    });
    expect(await titles()).toBe('EcDA');
    await Promise.all([move('E', 3), move('A', 0), move('D', 1)]);
    expect([...(await titles())].sort().join('')).toBe('ADEc');
  });

  it('makes one item of a command sent twice', async () => {
    const { id: sessionId } = await organiser.ask('session:create', { conferenceId, ...MORNING });
    const commandId = randomUUID();
    const answers = await Promise.all(
      [1, 2].map(() => organiser.send('agenda-item:create', { sessionId, ...ITEM }, commandId)),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(await titles()).toBe(ITEM.title);
  });
});

describe('readiness', () => {
  it('counts what is there and what is missing', async () => {
    const round = await seedRound(database.db);
    const readiness = await readReadiness(database.db, round.near.conferenceId);
    expect(readiness).toEqual({
      sessions: 1,
      sessionsWithoutAgenda: 0,
      sessionsOpened: 1,
      sites: 2,
      sitesWithContact: 2,
      sitesWithDoor: 2,
      sitesWithDevice: 2,
      sitesSummoned: 2,
      delegates: 6,
      rowsRefused: 0,
      importsWaiting: 1,
    });
  });
});
