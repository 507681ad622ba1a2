import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHalls } from '#db/seed/halls.ts';
import { DEMO_SEED } from '#db/seed/round.ts';
import { describeRound, seedDemo } from '#db/seed/seed-demo.ts';
import { createLogger } from '../logger.ts';
import { startTestServer, type TestServer } from '../testing/harness.ts';
import { ArrivalLoop } from './arrival-loop.ts';
import { ensureLiveToken } from './demo-accounts.ts';
import { DemoOrganiser } from './demo-organiser.ts';
import { HallJoiner } from './hall-joiner.ts';
import { type LiveMemory, readLiveMemory, writeLiveMemory } from './live-memory.ts';
import type { LiveSession } from './live-session.ts';

/** The central hall, a district's and a commune's. */
const siteIds = createHalls(DEMO_SEED)
  .filter((hall) => ['HN-00', 'HN-001', 'HN-00001'].includes(hall.code))
  .map((hall) => hall.id);

describe('the simulation of arrivals', () => {
  let server: TestServer;
  let memory: LiveMemory;
  const folder = mkdtempSync(path.join(tmpdir(), 'diem-cau-live-'));
  const log = createLogger('silent');

  beforeAll(async () => {
    server = await startTestServer();
    // Three days ago: whoever opens an old demo still sees people come in time.
    await seedDemo(server.database.pool, { nowMs: Date.now() - 3 * 86_400_000 });
    memory = readLiveMemory(path.join(folder, 'live.json'), 'mo-phong');
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function enter(): Promise<DemoOrganiser> {
    const { origin, config, database } = server;
    const asked = { pool: database.pool, secrets: config.secrets, origin };
    const token = (await ensureLiveToken(asked, 'ARRIVALS')) ?? undefined;
    return DemoOrganiser.enter({ origin, memory, token, name: 'Mô phỏng' });
  }

  async function joinAll(speed: number): Promise<{ joiner: HallJoiner; session: LiveSession }> {
    const { origin } = server;
    const joiner = new HallJoiner({ origin, speed, organiser: await enter(), memory, log });
    const session = (await joiner.openSession(siteIds[0]!))!;
    for (const siteId of siteIds) await joiner.join(siteId, session);
    return { joiner, session };
  }

  const one = async (text: string) => (await server.database.pool.query(text)).rows[0] as unknown;
  const COUNTS = `select (select count(*)::int from check_in where not is_duplicate) as events,
    (select count(*)::int from attendance where status <> 'UNMARKED') as marked,
    (select count(*)::int from attendance where is_late) as late,
    (select count(distinct site_id)::int from headcount_report) as reports`;

  it('moves the round to now, brings everybody through the doors, and declares the headcount', async () => {
    const { joiner, session } = await joinAll(60);
    expect(session.sessionId).toBe(describeRound().sessionIds[0]);
    expect(session.startsAtMs).toBeGreaterThan(Date.now());
    // A clock of its own: a second a step, from before the first arrival.
    let clockMs = session.startsAtMs - 60_000;
    const loop = new ArrivalLoop({
      doors: joiner.doors,
      eventsPerSecond: 500,
      nowMs: () => clockMs,
    });
    const deadline = Date.now() + 20_000;
    while (!joiner.doors.every((door) => door.isFinished) && Date.now() < deadline) {
      clockMs += 1_000;
      loop.step();
      await new Promise((resolve) => setImmediate(resolve));
    }
    joiner.close();
    expect(loop.counts.failures).toBe(0);
    const counts = (await one(COUNTS)) as Record<string, number>;
    expect(counts['marked']).toBeGreaterThan(660);
    expect(counts['events']).toBeGreaterThanOrEqual(counts['marked']!);
    expect(counts['reports']).toBeGreaterThan(0);
  });

  it('goes on after a restart without a second enrolment, and brings nobody twice', async () => {
    const before = await one(COUNTS);
    const { joiner } = await joinAll(60);
    expect(joiner.doors.every((door) => door.record(Date.now() + 86_400_000, 1) === 0)).toBe(true);
    joiner.close();
    expect(await one(COUNTS)).toEqual(before);
    expect(await one('select count(*)::int as devices from device')).toEqual({ devices: 3 });
  });

  it('keeps its password for its own eyes', () => {
    const file = path.join(folder, 'live.json');
    writeLiveMemory(file, memory);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readLiveMemory(file, 'mo-phong')).toEqual(memory);
  });
});
