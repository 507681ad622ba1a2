import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openDatabase } from '#db/client.ts';
import type { OpenDatabase } from '#db/client.ts';
import { commandAnswer } from '#db/schema/command-answer.ts';
import { createTestDatabase } from '../testing/harness.ts';
import { createLogger } from '../logger.ts';
import { removeExpired, startHousekeeping } from './housekeeping.ts';

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

it('forgets answers after a week, not before', async () => {
  const now = new Date('2026-12-08T00:00:00Z');
  const kept = randomUUID();
  const answer = (commandId: string, createdAt: string) => ({
    commandId,
    createdAt: new Date(createdAt),
    actorKey: 'account:a',
    command: 'conference:create',
    inputHash: Buffer.alloc(32),
    answer: { ok: true },
  });
  await database.db
    .insert(commandAnswer)
    .values([answer(randomUUID(), '2026-11-30T23:59:59Z'), answer(kept, '2026-12-01T00:00:01Z')]);
  await removeExpired({ db: database.db, now: () => now });
  const left = await database.db.select().from(commandAnswer);
  expect(left.map(({ commandId }) => commandId)).toEqual([kept]);
});

it('forgets old imports every hour, not at the start only', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const now = new Date('2026-12-08T00:00:00Z');
  const forgotten: Date[] = [];
  const housekeeping = startHousekeeping({
    db: database.db,
    log: createLogger('silent'),
    now: () => now,
    forgetOld: async (at) => void forgotten.push(at),
  });
  try {
    vi.advanceTimersByTime(2 * 3_600_000);
    expect(forgotten).toEqual([now, now]);
  } finally {
    housekeeping.close();
    vi.useRealTimers();
  }
});
