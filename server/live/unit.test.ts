import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CommandInput } from '#contract/registry.ts';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import { accountGrant, accountUser } from '#db/schema/account.ts';
import { findUnit, listUnitChoices, readUnitTree } from '#db/queries/unit.ts';
import { callerOf } from '../testing/caller.ts';
import type { Caller } from '../testing/caller.ts';
import { createTestExecute } from '../testing/execute.ts';
import { createTestDatabase } from '../testing/harness.ts';
import { accountWith } from '../testing/round.ts';
import { createUnitHandlers } from './unit.ts';

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
let database: OpenDatabase;
let front: ReturnType<typeof createTestExecute>;
let administrator: Caller;
let serial = 0;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, { maxConnections: 8 });
  front = createTestExecute(database);
  administrator = callerOf(
    front.execute,
    accountWith({ role: 'ADMINISTRATOR', scope: { kind: 'ALL' } }),
  );
});

afterAll(async () => {
  await front.close();
  await database.close();
  await testDatabase.drop();
});

interface Made {
  id: string;
  code: string;
}

async function create(parent: Made | null, predecessors: Made[] = []): Promise<Made> {
  serial += 1;
  const code = `U${serial}`;
  const { id } = await administrator.ask('unit:create', {
    tree: 'PARTY',
    code,
    name: `Đảng bộ phường số ${serial}`,
    parentId: parent?.id ?? null,
    validFrom: '2025-07-01',
    predecessorIds: predecessors.map((unit) => unit.id),
  });
  return { id, code };
}

const put = async (unit: Made, parentId: string | null) =>
  administrator.refusal('unit:update', {
    unitId: unit.id,
    code: unit.code,
    name: `Đảng bộ ${unit.code}`,
    parentId,
    validFrom: '2025-07-01',
    expected: await storedFields(unit.id),
  });
async function storedFields(unitId: string): Promise<CommandInput<'unit:update'>['expected']> {
  const { code, name, parentId, validFrom } = (await findUnit(database.db, unitId))!;
  return { code, name, parentId, validFrom };
}
const pathOf = async (unit: Made) => (await findUnit(database.db, unit.id))?.path;

describe('a unit', () => {
  let root: Made;
  let district: Made;
  let commune: Made;
  beforeEach(async () => {
    root = await create(null);
    district = await create(root);
    commune = await create(district);
  });

  it('knows its path, and takes its subtree along when it moves', async () => {
    expect(await pathOf(commune)).toBe(`${root.id}/${district.id}/${commune.id}/`);
    const other = await create(root);
    expect(await put(district, other.id)).toBeNull();
    expect(await pathOf(commune)).toBe(`${root.id}/${other.id}/${district.id}/${commune.id}/`);
    expect(await put(district, null)).toBeNull();
    expect(await pathOf(commune)).toBe(`${district.id}/${commune.id}/`);
  });

  it('never stands below itself, also when two move at once', async () => {
    expect(await put(root, commune.id)).toBe('PARENT_UNSUITABLE');
    expect(await put(root, root.id)).toBe('PARENT_UNSUITABLE');
    const [a, b] = [await create(root), await create(root)];
    const codes = await Promise.all([put(a, b.id), put(b, a.id)]);
    expect(codes.filter((code) => code === null)).toHaveLength(1);
  });

  it('keeps its code to itself within its tree', async () => {
    expect(await put({ id: commune.id, code: district.code }, null)).toBe('NAME_TAKEN');
  });

  it('ends after the units below it, and names what it was made from', async () => {
    const close = (unit: Made, validTo: string) =>
      administrator.refusal('unit:close', { unitId: unit.id, validTo });
    expect(await close(district, '2026-06-30')).toBe('IN_USE');
    expect(await close(commune, '2025-06-30')).toBe('DAYS_REVERSED');
    expect(await close(commune, '2026-06-30')).toBeNull();
    expect(await close(district, '2026-06-30')).toBeNull();
    expect(await administrator.refusal('unit:reopen', { unitId: commune.id })).toBe('UNIT_CLOSED');
    const successor = await create(root, [commune, district]);
    const tree = await readUnitTree(database.db, 'PARTY');
    const row = tree.find((unit) => unit.id === successor.id);
    expect(row?.predecessors).toHaveLength(2);
    const choices = await listUnitChoices(database.db, {
      reach: { kind: 'SOME', unitPaths: [`${root.id}/`], siteIds: [] },
      day: '2026-07-01',
    });
    expect(choices.map((unit) => unit.id).sort()).toEqual([root.id, successor.id].sort());
  });

  it('is changed only by somebody who saw what is stored', async () => {
    const expected = await storedFields(root.id);
    const unitId = root.id;
    await administrator.ask('unit:update', { unitId, ...expected, name: 'Đảng bộ mới', expected });
    const late = { unitId, ...expected, code: 'SAU', expected };
    expect(await administrator.send('unit:update', late)).toMatchObject({
      code: 'CONFLICT',
      details: { fields: 'name' },
    });
    expect(await storedFields(unitId)).toEqual({ ...expected, name: 'Đảng bộ mới' });
  });

  it('is managed by administrators only', async () => {
    const organiser = callerOf(
      front.execute,
      accountWith({ role: 'ORGANISER', scope: { kind: 'ALL' } }),
    );
    expect(await organiser.refusal('unit:reopen', { unitId: root.id })).toBe('FORBIDDEN');
  });
});

it('tells the figures of a new name, and whoever holds a unit of its new place', async () => {
  const [left, right] = [await create(null), await create(null)];
  const [moved, other] = [await create(left), await create(left)];
  for (const { id } of [moved, other]) {
    await database.db
      .insert(accountUser)
      .values({ id, name: 'Trần Thị Bình', email: `${id}@accounts.invalid` });
    await database.db
      .insert(accountGrant)
      .values({ userId: id, role: 'UNIT_ADMIN', scopeKind: 'UNIT', scopeId: id });
  }
  const told: string[] = [];
  const planted = createUnitHandlers({
    unitsChanged: () => void told.push('figures'),
    disconnect: (key) => void told.push(key),
  });
  const own = createTestExecute(database, planted);
  const actor = accountWith({ role: 'ADMINISTRATOR', scope: { kind: 'ALL' } });
  const change = async (parentId: string) =>
    callerOf(own.execute, actor).ask('unit:update', {
      unitId: moved.id,
      code: moved.code,
      name: 'Đảng bộ phường mới',
      parentId,
      validFrom: '2025-07-01',
      expected: await storedFields(moved.id),
    });
  await change(left.id);
  expect(told).toEqual(['figures']);
  await change(right.id);
  expect(told).toEqual(['figures', `account:${moved.id}`, 'figures']);
  await own.close();
});
