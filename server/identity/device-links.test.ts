import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import { conference } from '#db/schema/conference.ts';
import { deviceLink, site } from '#db/schema/site.ts';
import { createTestDatabase } from '../testing/harness.ts';
import { codeHash, deviceCode } from './derived-secret.ts';
import { ensureDeviceLinks } from './device-links.ts';

const KEY = 'k'.repeat(64);
const HALLS = 766;

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
let database: OpenDatabase;
const conferenceId = randomUUID();

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, { maxConnections: 4 });
  const day = '2026-12-01';
  await database.db
    .insert(conference)
    .values({ id: conferenceId, name: 'Hội nghị', startsOn: day, endsOn: day });
  await database.db.insert(site).values(
    Array.from({ length: HALLS }, (_, index) => ({
      conferenceId,
      code: `HN-${index}`,
      name: `Điểm cầu ${index}`,
      searchKey: `diem cau ${index}`,
      tier: 'COMMUNE' as const,
      mode: 'ONLINE' as const,
    })),
  );
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

describe('the links of a whole conference', () => {
  it('are made once, also by two at once, each with the code that its row derives', async () => {
    const ensure = () => ensureDeviceLinks(database.db, { conferenceId }, KEY);
    await Promise.all([ensure(), ensure()]);
    await ensure();
    const rows = await database.db.select().from(deviceLink);
    expect(rows).toHaveLength(HALLS * 4);
    expect(new Set(rows.map(({ siteId, deviceKind }) => `${siteId} ${deviceKind}`)).size).toBe(
      HALLS * 4,
    );
    for (const row of rows) expect(row.codeHash).toEqual(codeHash(KEY, deviceCode(KEY, row)));
  });
});
