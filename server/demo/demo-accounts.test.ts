import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import { grantsOf } from '#db/queries/account.ts';
import { seedDemo } from '#db/seed/seed-demo.ts';
import { acceptLink } from '../accounts/accept-link.ts';
import { createTestDatabase } from '../testing/harness.ts';
import { ensureDemoAccounts, ensureLiveToken } from './demo-accounts.ts';

const ORIGIN = 'http://localhost:3000';
const secrets = { masterKey: 'demo accounts test key, long enough' };

describe('demo accounts', () => {
  let database: OpenDatabase;
  let drop: () => Promise<void>;
  const asked = () => ({ pool: database.pool, secrets, origin: ORIGIN });

  beforeAll(async () => {
    const created = await createTestDatabase();
    drop = created.drop;
    database = openDatabase(created.url, { maxConnections: 4 });
    await seedDemo(database.pool, { nowMs: Date.now() });
  });
  afterAll(async () => {
    await database.close();
    await drop();
  });

  it('gives one account a role, with the same links at the next start', async () => {
    const first = await ensureDemoAccounts(asked());
    expect(first.map((account) => account.role)).toEqual([
      'ORGANISER',
      'DIRECTOR',
      'UNIT_ADMIN',
      'OFFICIAL',
    ]);
    for (const { link } of first) expect(link).toMatch(/^http:\/\/localhost:3000\/setup\/\S{20,}$/);
    expect(await ensureDemoAccounts(asked())).toEqual(first);
  });

  it('lets the unit administrator reach the district only', async () => {
    const [grant] = await grantsOf(database.db, 'demo-unit-admin');
    expect(grant).toMatchObject({ role: 'UNIT_ADMIN', scope: { kind: 'UNIT' } });
  });

  it('shows no link any more once it was used', async () => {
    const accounts = await ensureDemoAccounts(asked());
    const token = accounts[0]!.link!.split('/').at(-1)!;
    const given = {
      token,
      name: 'Ban tổ chức',
      username: 'ban.to.chuc',
      password: 'mot mat khau dai',
    };
    await acceptLink(database.db, given, new Date());
    expect((await ensureDemoAccounts(asked()))[0]!.link).toBeNull();
  });

  it('hands the simulation its token until it has a password', async () => {
    const token = await ensureLiveToken(asked(), 'ARRIVALS');
    expect(token).toMatch(/^\S{20,}$/);
    expect(await ensureLiveToken(asked(), 'ARRIVALS')).toBe(token);
    const given = { name: 'Mô phỏng', username: 'mo-phong', password: 'mot mat khau dai' };
    await acceptLink(database.db, { token: token!, ...given }, new Date());
    expect(await ensureLiveToken(asked(), 'ARRIVALS')).toBeNull();
  });
});
