import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandInput, CommandOutput } from '#contract/registry.ts';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import { attendance } from '#db/schema/attendance.ts';
import { auditEntry } from '#db/schema/audit.ts';
import { delegate } from '#db/schema/delegate.ts';
import type { Actor, Grant } from '#domain/actor.ts';
import { nameSearchKey } from '#domain/text/name-search.ts';
import type { Handlers } from '../commands/handler.ts';
import { createTestExecute } from '../testing/execute.ts';
import { createTestDatabase, dataOf } from '../testing/harness.ts';
import { accountWith, deviceOf, seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';
import { createPeopleHandlers } from './people.ts';

type Listed = CommandOutput<'people:list'>;

let own: Awaited<ReturnType<typeof createTestDatabase>>;
let database: OpenDatabase;
let round: Round;
let test: ReturnType<typeof createTestExecute>;

const ALL: Grant = { role: 'OFFICIAL', scope: { kind: 'ALL' } };
const NAMES = [
  ['Đặng Thị', 'Ánh'],
  ['Bùi', 'An'],
  ['Nguyễn Văn', 'An'],
  ['Trần', 'Ân'],
  ['Lê Thị Hòa', 'Bình'],
] as const;

beforeAll(async () => {
  own = await createTestDatabase();
  database = openDatabase(own.url, { maxConnections: 4 });
  round = await seedRound(database.db);
  test = createTestExecute(database, createPeopleHandlers() as Partial<Handlers>);
  const { near } = round;
  const rows = NAMES.map(([familyName, givenName], index) => ({
    id: randomUUID(),
    conferenceId: near.conferenceId,
    siteId: near.siteId,
    rosterCode: `TEST-${index}`,
    checkInCode: `CODE${index}`,
    familyName,
    givenName,
    searchKey: nameSearchKey(`${familyName} ${givenName}`),
    phone: '0912345678',
  }));
  await database.db.insert(delegate).values(rows);
  await database.db.insert(attendance).values([
    { sessionId: near.sessionId, delegateId: rows[0]?.id ?? '', status: 'PRESENT', isLate: true },
    { sessionId: near.sessionId, delegateId: rows[1]?.id ?? '', status: 'EXCUSED', reason: 'Ốm' },
    { sessionId: near.sessionId, delegateId: rows[2]?.id ?? '', status: 'UNMARKED' },
  ]);
});
afterAll(async () => {
  await test.close();
  await database.close();
  await own.drop();
});

async function ask(input: Partial<CommandInput<'people:list'>>, actor: Actor = accountWith(ALL)) {
  const where = { clientAddress: 'test', origin: 'http://test', subscriber: null, cookies: null };
  const request = { input: { sessionId: round.near.sessionId, ...input } };
  return test.execute({ name: 'people:list', request, actor, ...where });
}

async function list(input: Partial<CommandInput<'people:list'>>, actor?: Actor): Promise<Listed> {
  return dataOf((await ask(input, actor)) as never);
}

const codes = ({ people }: Listed) =>
  people.filter(({ rosterCode }) => rosterCode.startsWith('TEST')).map((one) => one.rosterCode);

describe('people:list', () => {
  it('sorts by given name as a Vietnamese reader does, and pages without losing or repeating', async () => {
    const whole = await list({});
    expect(whole.people.map(({ familyName, givenName }) => `${familyName} ${givenName}`)).toEqual([
      'Bùi An',
      'Nguyễn Văn An',
      'Nguyễn Văn An',
      'Nguyễn Văn An',
      'Đặng Thị Ánh',
      'Trần Ân',
      'Lê Thị Hòa Bình',
      'Nguyễn Văn Bình',
      'Nguyễn Văn Bình',
      'Nguyễn Văn Chi',
      'Nguyễn Văn Chi',
    ]);
    const paged: string[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await list({ limit: 2, ...(cursor ? { cursor } : {}) });
      paged.push(...page.people.map(({ delegateId }) => delegateId));
      cursor = page.next ?? undefined;
      more = page.next !== null;
    }
    expect(paged).toEqual(whole.people.map(({ delegateId }) => delegateId));
  });

  it.each([
    ['PRESENT', ['TEST-0']],
    ['LATE', ['TEST-0']],
    ['EXCUSED', ['TEST-1']],
    ['ABSENT', ['TEST-1', 'TEST-2', 'TEST-3', 'TEST-4']],
    ['UNMARKED', ['TEST-2', 'TEST-3', 'TEST-4']],
    ['SUBSTITUTE', []],
  ] as const)('filters by %s', async (status, expected) => {
    expect(codes(await list({ status }))).toEqual(expected);
  });

  it.each([
    ['hoa', ['TEST-4']],
    ['BINH hoà', ['TEST-4']],
    ['dang', ['TEST-0']],
    ['test-3', ['TEST-3']],
    ['%', []],
  ])('finds %j', async (search, expected) => {
    expect(codes(await list({ search }))).toEqual(expected);
  });

  it('masks telephone numbers and gives reasons', async () => {
    const [person] = (await list({ status: 'EXCUSED' })).people;
    expect(person).toMatchObject({ maskedPhone: '•••••••678', reason: 'Ốm' });
    expect(JSON.stringify(person)).not.toContain('0912345');
  });

  it('keeps a unit administrator inside the own subtree, whatever is asked for', async () => {
    const { near, sibling } = round;
    const scope = { kind: 'UNIT' as const, unitId: sibling.unitId, path: sibling.unitPath };
    const actor = accountWith({ role: 'UNIT_ADMIN', scope });
    expect((await list({}, actor)).people.map(({ siteId }) => siteId)).toEqual(
      Array(3).fill(sibling.siteId),
    );
    expect((await list({ siteId: near.siteId }, actor)).people).toEqual([]);
    expect((await list({ unitId: round.rootUnitId }, actor)).people.length).toBe(3);
  });

  it('refuses directors and devices, and cursors that are not ours', async () => {
    const director = accountWith({ role: 'DIRECTOR', scope: { kind: 'ALL' } });
    expect(await ask({}, director)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ask({}, deviceOf(round.near, 'DOOR'))).toMatchObject({ code: 'FORBIDDEN' });
    for (const cursor of ['x', '!!', Buffer.from('["\\u0000","b","c"]').toString('base64url')]) {
      expect(await ask({ cursor })).toMatchObject({ code: 'INVALID_INPUT' });
    }
  });

  it('writes down who looked at whom, without what was typed', async () => {
    await database.db.delete(auditEntry);
    await list({ siteId: round.near.siteId, status: 'ABSENT', search: 'Hòa' });
    const [entry, ...others] = await database.db.select().from(auditEntry);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      actorKey: 'account:test-account',
      action: 'people:list',
      subject: { sessionId: round.near.sessionId, siteId: round.near.siteId, status: 'ABSENT' },
    });
  });
});
