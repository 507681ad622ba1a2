import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CommandInput } from '#contract/registry.ts';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import { listCards, listCategories } from '#db/queries/delegate.ts';
import { auditEntry } from '#db/schema/audit.ts';
import { delegate } from '#db/schema/delegate.ts';
import { compareByGivenName } from '#domain/text/person-name.ts';
import { callerOf } from '../testing/caller.ts';
import type { Caller } from '../testing/caller.ts';
import { createTestExecute } from '../testing/execute.ts';
import { createTestDatabase } from '../testing/harness.ts';
import { accountWith, deviceOf, seedRound } from '../testing/round.ts';
import type { Round, RoundSite } from '../testing/round.ts';

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
let database: OpenDatabase;
let front: ReturnType<typeof createTestExecute>;
let organiser: Caller;
let round: Round;

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
  round = await seedRound(database.db);
});

const entry = (place: RoundSite, fields: Partial<CommandInput<'delegate:create'>> = {}) => ({
  siteId: place.siteId,
  unitId: null,
  categoryName: 'Cán bộ chủ chốt',
  fullName: 'Đặng Thị Hòa',
  position: 'Bí thư Chi bộ',
  phone: '0912 000 001',
  birthYear: 1975,
  seat: 'B07',
  note: '',
  rosterCode: '',
  ...fields,
});

const unitAdminOf = (place: RoundSite) =>
  callerOf(
    front.execute,
    accountWith({
      role: 'UNIT_ADMIN',
      scope: { kind: 'UNIT', unitId: place.unitId, path: place.unitPath },
    }),
  );

const namesOf = (rows: { familyName: string; givenName: string }[]) =>
  rows.map(({ familyName, givenName }) => `${familyName} ${givenName}`);

async function listAll(caller: Caller, input: CommandInput<'delegate:list'>): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await caller.ask('delegate:list', { ...input, ...(cursor ? { cursor } : {}) });
    names.push(...namesOf(page.delegates));
    cursor = page.next ?? undefined;
  } while (cursor);
  return names;
}

async function update(caller: Caller, delegateId: string, fields: ReturnType<typeof entry>) {
  const { updatedAt } = await organiser.ask('delegate:get', { delegateId });
  const { rosterCode: _, ...input } = fields;
  return caller.refusal('delegate:update', { delegateId, ...input, expectedUpdatedAt: updatedAt });
}

describe('an entry of the summons list', () => {
  it('gets its own codes, a split name, a readable phone and its category', async () => {
    const { near } = round;
    const made = await organiser.ask('delegate:create', entry(near));
    expect(made.rosterCode).toBe('HN-01-004');
    const stored = await organiser.ask('delegate:get', { delegateId: made.id });
    expect(stored).toMatchObject({
      familyName: 'Đặng Thị',
      givenName: 'Hòa',
      phone: '0912000001',
      unitName: 'Đảng bộ phường Ba Đình',
      categoryName: 'Cán bộ chủ chốt',
    });
    expect(stored.checkInCode).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
    await organiser.ask('delegate:create', entry(near, { categoryName: 'CÁN BỘ CHỦ CHỐT' }));
    const categories = await listCategories(database.db, near.conferenceId);
    expect(categories.filter(({ name }) => /chủ chốt/i.test(name))).toHaveLength(1);
  });

  it('keeps every code apart when many are added at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 12 }, () => organiser.ask('delegate:create', entry(round.near))),
    );
    expect(new Set(made.map(({ rosterCode }) => rosterCode)).size).toBe(12);
    const taken = entry(round.near, { rosterCode: 'hn-01-1' });
    expect(await organiser.refusal('delegate:create', taken)).toBe('NAME_TAKEN');
  });

  it('is added once by a command sent twice', async () => {
    const commandId = randomUUID();
    const answers = await Promise.all(
      [1, 2].map(() => organiser.send('delegate:create', entry(round.near), commandId)),
    );
    expect(answers[0]).toEqual(answers[1]);
    const { total } = await organiser.ask('delegate:list', {
      conferenceId: round.near.conferenceId,
      siteId: round.near.siteId,
    });
    expect(total).toBe(4);
  });

  it('refuses a number that is none, and a change over somebody else’s', async () => {
    const odd = entry(round.near, { phone: 'máy lẻ 12' });
    expect(await organiser.refusal('delegate:create', odd)).toBe('INVALID_INPUT');
    const [delegateId = ''] = round.near.delegateIds;
    const { updatedAt } = await organiser.ask('delegate:get', { delegateId });
    const { rosterCode: _, ...fields } = entry(round.near);
    const change = { delegateId, ...fields, expectedUpdatedAt: updatedAt };
    const codes = [
      await organiser.refusal('delegate:update', { ...change, seat: 'A01' }),
      await organiser.refusal('delegate:update', { ...change, seat: 'A02' }),
    ];
    expect(codes).toEqual([null, 'CONFLICT']);
  });

  it('leaves the list and comes back with its codes', async () => {
    const { conferenceId, siteId, delegateIds } = round.near;
    const [delegateId = ''] = delegateIds;
    const before = await organiser.ask('delegate:get', { delegateId });
    await organiser.ask('delegate:remove', { delegateId });
    await organiser.ask('delegate:remove', { delegateId });
    const list = (standing: 'SUMMONED' | 'REMOVED') =>
      organiser.ask('delegate:list', { conferenceId, siteId, standing });
    expect((await list('SUMMONED')).total).toBe(2);
    expect((await list('REMOVED')).delegates.map(({ id }) => id)).toEqual([delegateId]);
    await organiser.ask('delegate:restore', { delegateId });
    const after = await organiser.ask('delegate:get', { delegateId });
    expect(after.checkInCode).toBe(before.checkInCode);
    expect((await list('SUMMONED')).total).toBe(3);
  });

  it('has a pass link that ends when it is issued anew; each look is recorded', async () => {
    const [delegateId = ''] = round.near.delegateIds;
    const { link } = await organiser.ask('delegate:pass-link', { delegateId });
    expect(link).toMatch(/^https:\/\/diemcau\.example\/pass\/[\w.-]+$/);
    expect((await organiser.ask('delegate:pass-link', { delegateId })).link).toBe(link);
    await organiser.ask('delegate:reissue-pass', { delegateId });
    expect((await organiser.ask('delegate:pass-link', { delegateId })).link).not.toBe(link);
    const looks = await database.db
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.action, 'delegate:pass-link'));
    expect(looks.filter(({ subject }) => subject['delegateId'] === delegateId)).toHaveLength(3);
  });
});

describe('reach', () => {
  it('ends at the unit’s own subtree, for looking, adding, changing and moving', async () => {
    const { near, sibling } = round;
    const unitAdmin = unitAdminOf(near);
    const [own = ''] = near.delegateIds;
    const [others = ''] = sibling.delegateIds;
    const list = await unitAdmin.ask('delegate:list', { conferenceId: near.conferenceId });
    expect(new Set(list.delegates.map(({ siteId }) => siteId))).toEqual(new Set([near.siteId]));
    expect(list.total).toBe(3);
    expect(await unitAdmin.refusal('delegate:get', { delegateId: others })).toBe('FORBIDDEN');
    expect(await unitAdmin.refusal('delegate:create', entry(sibling))).toBe('FORBIDDEN');
    expect(await unitAdmin.refusal('delegate:create', entry(near))).toBeNull();
    expect(await update(unitAdmin, own, entry(near))).toBeNull();
    expect(await update(unitAdmin, own, entry(sibling))).toBe('FORBIDDEN');
    const theirs = entry(near, { unitId: sibling.unitId });
    expect(await update(unitAdmin, own, theirs)).toBe('FORBIDDEN');
    // A member of the own unit may sit in another unit's hall.
    expect(await update(unitAdmin, own, entry(sibling, { unitId: near.unitId }))).toBeNull();
  });

  it('ends at the hall for a door, and at the conference for everybody', async () => {
    const { near, far } = round;
    const door = callerOf(front.execute, deviceOf(near, 'DOOR'));
    const { delegates } = await door.ask('delegate:list', { conferenceId: near.conferenceId });
    expect(delegates.map(({ id }) => id).sort()).toEqual([...near.delegateIds].sort());
    expect(await door.refusal('delegate:list', { conferenceId: far.conferenceId })).toBe(
      'FORBIDDEN',
    );
    const [delegateId = ''] = near.delegateIds;
    expect(await update(organiser, delegateId, entry(far))).toBe('NOT_FOUND');
  });
});

describe('the list', () => {
  const PEOPLE = ['Lê Văn Ẩn', 'Đặng Thị Hòa', 'Đặng Thị Hoà', 'Đỗ Đức Đạt', 'Vũ Anh'];
  PEOPLE.push('Nguyễn Thị Ánh', 'Trần Văn Ân', 'Phạm Ăn', 'Hoàng Văn Dũng', 'An');

  beforeEach(async () => {
    for (const fullName of PEOPLE) {
      await organiser.ask('delegate:create', entry(round.far, { fullName }));
    }
  });

  it('pages in Vietnamese order, each person once', async () => {
    const { conferenceId } = round.far;
    for (const limit of [1, 3, 100]) {
      const names = await listAll(organiser, { conferenceId, limit });
      expect(names).toHaveLength(PEOPLE.length + 3);
      const given = names.map((name) => name.split(' ').at(-1) ?? '');
      expect(given).toEqual([...given].sort((a, b) => compareByGivenName(a, b)));
    }
  });

  it.each([
    ['hoa', ['Hoàng Văn Dũng', 'Đặng Thị Hòa', 'Đặng Thị Hoà']],
    ['ĐẶNG hoà', ['Đặng Thị Hòa', 'Đặng Thị Hoà']],
    ['dat', ['Đỗ Đức Đạt']],
    ['hn-01-2', ['Nguyễn Văn Bình']],
    ['khong co ai', []],
    ['%', []],
  ])('finds by %j', async (search, expected) => {
    const names = await listAll(organiser, { conferenceId: round.far.conferenceId, search });
    expect([...names].sort()).toEqual([...expected].sort());
  });

  it('puts those first whose given name was looked for, on every page', async () => {
    const { conferenceId } = round.far;
    for (const limit of [1, 2, 100]) {
      const names = await listAll(organiser, { conferenceId, search: 'an', limit });
      expect(names.slice(0, 5).map((name) => name.trim().split(' ').at(-1))).toEqual([
        ...['An', 'An', 'Ăn', 'Ân', 'Ẩn'],
      ]);
      expect(names.slice(-2)).toEqual(['Vũ Anh', 'Nguyễn Thị Ánh']);
    }
  });

  it('finds by a check-in code, by unit and by category', async () => {
    const { conferenceId, siteId, unitId } = round.far;
    const [row] = await database.db.select().from(delegate).where(eq(delegate.siteId, siteId));
    const [card] = await listCards(database.db, { siteId, reach: { kind: 'ALL' } });
    expect(card?.checkInCode).toBeTruthy();
    const made = await organiser.ask('delegate:create', entry(round.far, { fullName: 'Bùi Tý' }));
    const { checkInCode } = await organiser.ask('delegate:get', { delegateId: made.id });
    const byCode = await organiser.ask('delegate:list', { conferenceId, search: checkInCode });
    expect(namesOf(byCode.delegates)).toEqual(['Bùi Tý']);
    const byUnit = await organiser.ask('delegate:list', { conferenceId, unitId });
    expect(byUnit.total).toBe(PEOPLE.length + 4);
    const categoryId = row?.categoryId ?? '';
    expect((await organiser.ask('delegate:list', { conferenceId, categoryId })).total).toBe(3);
  });

  it('prints the cards of a hall as far as one reaches, not those of another unit’s people in it', async () => {
    const { siteId, unitPath, delegateIds } = round.near;
    const [guest = '', ...own] = delegateIds;
    await database.db
      .update(delegate)
      .set({ unitId: round.sibling.unitId })
      .where(eq(delegate.id, guest));
    const cardsOf = async (unitPaths: string[]) => {
      const reach = { kind: 'SOME' as const, unitPaths, siteIds: [] };
      return (await listCards(database.db, { siteId, reach })).map(({ id }) => id).toSorted();
    };
    expect(await cardsOf([unitPath])).toEqual(own.toSorted());
    expect(await cardsOf([round.sibling.unitPath])).toEqual([guest]);
  });

  it('hides all but the end of telephone numbers, and refuses a made-up cursor', async () => {
    const { conferenceId } = round.far;
    const page = await organiser.ask('delegate:list', { conferenceId, search: 'dat' });
    expect(page.delegates[0]?.phone).toBe('•••••••001');
    for (const cursor of ['x', Buffer.from('[2,"a\u0000","b","c"]').toString('base64url')]) {
      const refusal = await organiser.refusal('delegate:list', { conferenceId, cursor });
      expect(refusal).toBe('INVALID_INPUT');
    }
  });
});
