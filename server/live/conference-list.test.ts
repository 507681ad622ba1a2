import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import { listConferences } from '#db/queries/conference.ts';
import { createTestDatabase } from '../testing/harness.ts';
import { accountWith, seedRound } from '../testing/round.ts';

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
let database: OpenDatabase;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, { maxConnections: 2 });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

it('lists each conference within reach with its own size', async () => {
  const { near, far } = await seedRound(database.db);
  const sizesFor = async (actor: ReturnType<typeof accountWith>) => {
    const rows = await listConferences(database.db, actor);
    return Object.fromEntries(
      rows.map((row) => [row.id, [row.sessionCount, row.siteCount, row.summoned]]),
    );
  };
  const sizes = { [near.conferenceId]: [1, 2, 6], [far.conferenceId]: [1, 1, 3] };
  expect(await sizesFor(accountWith({ role: 'OFFICIAL', scope: { kind: 'ALL' } }))).toEqual(sizes);
  const { conferenceId } = far;
  const own = accountWith({ role: 'ORGANISER', scope: { kind: 'CONFERENCE', conferenceId } });
  expect(await sizesFor(own)).toEqual({ [conferenceId]: [1, 1, 3] });
  const { unitId, unitPath: path, siteId } = near;
  const ofUnit = accountWith({ role: 'UNIT_ADMIN', scope: { kind: 'UNIT', unitId, path } });
  expect(await sizesFor(ofUnit)).toEqual({
    [near.conferenceId]: [1, 1, 3],
    [conferenceId]: [1, 0, 0],
  });
  const ofHall = accountWith({ role: 'OFFICIAL', scope: { kind: 'SITE', siteId } });
  expect(await sizesFor(ofHall)).toEqual({ [near.conferenceId]: [1, 1, 3] });
});
