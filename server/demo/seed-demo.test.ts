import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import { isEmptyRound, seedDemo } from '#db/seed/seed-demo.ts';
import { createTestDatabase } from '../testing/harness.ts';

describe('seedDemo', () => {
  let database: OpenDatabase;
  let drop: () => Promise<void>;
  const nowMs = Date.UTC(2026, 11, 1, 0, 20);

  beforeAll(async () => {
    const created = await createTestDatabase();
    drop = created.drop;
    database = openDatabase(created.url, { maxConnections: 4 });
  });
  afterAll(async () => {
    await database.close();
    await drop();
  });

  const one = async (text: string) => (await database.pool.query(text)).rows[0] as unknown;

  it('fills an empty database once, even when two starts try at the same time', async () => {
    expect(await isEmptyRound(database.pool)).toBe(true);
    const starts = await Promise.allSettled([
      seedDemo(database.pool, { nowMs }),
      seedDemo(database.pool, { nowMs }),
    ]);
    expect(starts.map((start) => start.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(starts.find((start) => start.status === 'rejected')?.reason).toMatchObject({
      code: 'DATABASE_NOT_EMPTY',
    });
    expect(await isEmptyRound(database.pool)).toBe(false);
    expect(
      await one(`select (select count(*)::int from site) as sites,
        (select count(*)::int from delegate) as delegates,
        (select count(*)::int from unit) as units,
        (select count(*)::int from session) as sessions`),
    ).toEqual({ sites: 766, delegates: 51_962, units: 1_628, sessions: 2 });
  });

  it('stores names split, with the key by which a door finds them', async () => {
    const found = await one(
      `select family_name, given_name, search_key from delegate where roster_code = 'HN-001-001'`,
    );
    expect(found).toMatchObject({
      family_name: expect.stringMatching(/^\p{L}+( \p{L}+)*$/u) as string,
      given_name: expect.stringMatching(/^\p{Lu}\p{Ll}*$/u) as string,
      search_key: expect.stringMatching(/^[a-z]+\|[a-z ]+\|[a-z]+$/) as string,
    });
  });

  it('opens the doors of the first session only, and finds a subtree by its path', async () => {
    expect(
      await one(`select count(*) filter (where opened_at is not null)::int as open from session`),
    ).toEqual({ open: 1 });
    expect(
      await one(`select count(*)::int as communes from unit u, unit d
        where d.tree = 'PARTY' and d.code = '001' and u.path like d.path || '%' and u.id <> d.id`),
    ).toEqual({ communes: 14 });
  });

  it('refuses to mix a demo round with what is there, and changes nothing', async () => {
    await expect(seedDemo(database.pool, { nowMs })).rejects.toMatchObject({
      code: 'DATABASE_NOT_EMPTY',
    });
    expect(await one('select count(*)::int as delegates from delegate')).toEqual({
      delegates: 51_962,
    });
  });
});
