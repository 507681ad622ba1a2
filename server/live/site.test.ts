import { and, eq, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CommandInput } from '#contract/registry.ts';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import { listSites } from '#db/queries/site.ts';
import { delegate } from '#db/schema/delegate.ts';
import { device } from '#db/schema/site.ts';
import { callerOf } from '../testing/caller.ts';
import type { Caller } from '../testing/caller.ts';
import { createTestExecute } from '../testing/execute.ts';
import { createTestDatabase } from '../testing/harness.ts';
import { accountWith, seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';

type SiteFields = CommandInput<'site:update'>['expected'];

const HALL: SiteFields = {
  code: 'HN-90',
  name: 'Điểm cầu Trường Chính trị',
  tier: 'OTHER',
  mode: 'HYBRID',
  unitId: null,
  parentSiteId: null,
  contactName: 'Lê Thị Hoa',
  contactPhone: '0912 000 001',
  plannedCount: 40,
};

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
let database: OpenDatabase;
let front: ReturnType<typeof createTestExecute>;
let organiser: Caller;
let round: Round;
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
  round = await seedRound(database.db);
  ({ conferenceId } = round.near);
});

const create = (fields: Partial<SiteFields> = {}) =>
  organiser.ask('site:create', { conferenceId, ...HALL, ...fields });
const change = async (siteId: string, fields: Partial<SiteFields>) =>
  organiser.refusal('site:update', {
    ...{ siteId, ...HALL, ...fields },
    expected: await storedFields(siteId),
  });
async function storedFields(siteId: string): Promise<SiteFields> {
  const row = (await allSites()).find(({ id }) => id === siteId) ?? HALL;
  const names = Object.keys(HALL) as (keyof SiteFields)[];
  return Object.fromEntries(names.map((name) => [name, row[name]])) as SiteFields;
}
const allSites = () => listSites(database.db, { conferenceId, reach: { kind: 'ALL' } });

describe('a hall', () => {
  it('keeps its code to itself within its conference', async () => {
    const taken = { ...HALL, code: 'HN-01' };
    expect(await organiser.refusal('site:create', { conferenceId, ...taken })).toBe('NAME_TAKEN');
    expect(await change(round.sibling.siteId, taken)).toBe('NAME_TAKEN');
    expect(await change(round.near.siteId, taken)).toBeNull();
  });

  it('has its parent in the same conference and never below itself', async () => {
    const { id } = await create({ parentSiteId: round.near.siteId });
    const { id: lower } = await create({ code: 'HN-91', parentSiteId: id });
    const below = { code: 'HN-01', parentSiteId: lower };
    expect(await change(round.near.siteId, below)).toBe('PARENT_UNSUITABLE');
    expect(await change(id, { parentSiteId: id })).toBe('PARENT_UNSUITABLE');
    expect(await change(id, { parentSiteId: round.far.siteId })).toBe('PARENT_UNSUITABLE');
  });

  it('is changed only by somebody who saw what is stored', async () => {
    const { id: siteId } = await create();
    const hers = { ...HALL, contactName: 'Trần Văn Bình', contactPhone: '0912 000 002' };
    await organiser.ask('site:update', { siteId, ...hers, expected: HALL });
    const his = { siteId, ...HALL, name: 'Điểm cầu Trường Lê Duẩn' };
    expect(await organiser.send('site:update', { ...his, expected: HALL })).toMatchObject({
      code: 'CONFLICT',
      details: { fields: 'contactName,contactPhone' },
    });
    expect(await storedFields(siteId)).toEqual(hers);
    const both = { ...hers, name: his.name };
    await organiser.ask('site:update', { siteId, ...both, expected: hers });
    expect(await storedFields(siteId)).toEqual(both);
  });

  it('lets no cycle through when two moves come at once', async () => {
    const { id: a } = await create({ code: 'A' });
    const { id: b } = await create({ code: 'B' });
    const codes = await Promise.all([
      change(a, { code: 'A', parentSiteId: b }),
      change(b, { code: 'B', parentSiteId: a }),
    ]);
    expect(codes.filter((code) => code === null)).toHaveLength(1);
  });

  it('is removed only when nothing hangs on it, with its devices, and comes back by its code', async () => {
    const { siteId } = round.near;
    expect(await organiser.refusal('site:remove', { siteId })).toBe('IN_USE');
    await database.db
      .update(delegate)
      .set({ removedAt: new Date() })
      .where(eq(delegate.siteId, siteId));
    await organiser.ask('site:remove', { siteId });
    expect((await allSites()).map((row) => row.code)).toEqual(['HN-02']);
    const open = and(eq(device.siteId, siteId), isNull(device.revokedAt));
    expect(await database.db.select().from(device).where(open)).toEqual([]);
    expect(await create({ code: 'HN-01' })).toEqual({ id: siteId });
  });

  it('is listed with its figures, and only to those who reach it', async () => {
    const near = (await allSites()).find((row) => row.id === round.near.siteId);
    expect(near).toMatchObject({
      summoned: 3,
      unitName: 'Đảng bộ phường Ba Đình',
      devices: { CONSOLE: 1, DOOR: 1, HEADCOUNT: 1, PROJECTOR: 1 },
    });
    const reach = { kind: 'SOME' as const, unitPaths: [round.sibling.unitPath], siteIds: [] };
    const seen = await listSites(database.db, { conferenceId, reach });
    expect(seen.map((row) => row.code)).toEqual(['HN-02']);
  });

  it('is managed by organisers only', async () => {
    const unitAdmin = callerOf(
      front.execute,
      accountWith({
        role: 'UNIT_ADMIN',
        scope: { kind: 'UNIT', unitId: round.near.unitId, path: round.near.unitPath },
      }),
    );
    const input = { siteId: round.near.siteId, ...HALL, expected: HALL };
    expect(await unitAdmin.refusal('site:update', input)).toBe('FORBIDDEN');
  });
});
