import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { createHalls } from '#db/seed/halls.ts';
import { DEMO_SEED } from '#db/seed/round.ts';
import { createLogger, type Logger } from '../logger.ts';
import { ArrivalLoop } from './arrival-loop.ts';
import { DemoOrganiser } from './demo-organiser.ts';
import { readLiveMemory, writeLiveMemory } from './live-memory.ts';
import { HallJoiner } from './hall-joiner.ts';
import type { LiveSession } from './live-session.ts';

const settingsSchema = z.object({
  /** Where the front door listens, e.g. `http://127.0.0.1:3000`. */
  LIVE_ORIGIN: z.url(),
  DATA_DIR: z.string().min(1),
  /** Token of a one-time link of an organiser's account; needed at the first start only. */
  LIVE_ACCOUNT_TOKEN: z.string().optional(),
  /** How many times faster than the clock people come. */
  LIVE_SPEED: z.coerce.number().min(0.1).max(60).default(1),
  /** Most check-ins in a second: a machine with two cores stays quick at the default. */
  LIVE_RATE: z.coerce.number().min(1).max(2_000).default(45),
  LOG_LEVEL: z.string().default('info'),
});

const MEMORY_FILE = 'live-arrivals.json';
const STEP_MS = 250;
const REPORT_EVERY_MS = 60_000;
/** Halls that join at once. */
const JOINING_AT_ONCE = 4;
const MAX_JOIN_ATTEMPTS = 10;
const JOIN_PAUSE_MS = 2_000;

/**
 * `--demo --live`: people arrive at all 766 doors. A process of its own that speaks the contract as
 * any door does: it enrols a device per hall, sends check-ins and headcounts, and ends with code 0
 * when everybody who will come has come.
 */
async function main(): Promise<void> {
  const settings = settingsSchema.parse(process.env);
  const log = createLogger(settings.LOG_LEVEL);
  process.send?.({ type: 'ready' });
  const memoryFile = path.join(settings.DATA_DIR, MEMORY_FILE);
  const memory = readLiveMemory(memoryFile, 'mo-phong-diem-danh');
  // Before the account takes the password: it must not be lost with this process.
  writeLiveMemory(memoryFile, memory);
  const organiser = await DemoOrganiser.enter({
    origin: settings.LIVE_ORIGIN,
    memory,
    name: 'Mô phỏng điểm danh',
    token: settings.LIVE_ACCOUNT_TOKEN,
  });
  const joiner = new HallJoiner({
    origin: settings.LIVE_ORIGIN,
    speed: settings.LIVE_SPEED,
    organiser,
    memory,
    log,
  });
  const siteIds = createHalls(DEMO_SEED).map((hall) => hall.id);
  const session = await joiner.openSession(siteIds[0]!);
  if (session === null) return log.info('every session is closed: nobody is coming');
  const joining = joinAll(joiner, { siteIds, session, log }).then(() =>
    writeLiveMemory(memoryFile, memory),
  );
  const loop = new ArrivalLoop({
    doors: joiner.doors,
    eventsPerSecond: settings.LIVE_RATE,
    nowMs: Date.now,
  });
  await runUntilAllCame({ loop, joiner, joining, log });
  joiner.close();
}

/** A hall that cannot join while the server restarts tries again, after the others. */
async function joinAll(
  joiner: HallJoiner,
  parts: { siteIds: string[]; session: LiveSession; log: Logger },
): Promise<void> {
  const waiting = parts.siteIds.map((siteId) => ({ siteId, attempt: 1 }));
  const worker = async () => {
    for (let hall = waiting.shift(); hall; hall = waiting.shift()) {
      const { siteId, attempt } = hall;
      try {
        await joiner.join(siteId, parts.session);
      } catch (error) {
        parts.log.warn({ siteId, attempt, reason: String(error) }, 'a hall could not join');
        await delay(JOIN_PAUSE_MS);
        if (attempt < MAX_JOIN_ATTEMPTS) waiting.push({ siteId, attempt: attempt + 1 });
      }
    }
  };
  await Promise.all(Array.from({ length: JOINING_AT_ONCE }, worker));
}

function runUntilAllCame(parts: {
  loop: ArrivalLoop;
  joiner: HallJoiner;
  joining: Promise<void>;
  log: Logger;
}): Promise<void> {
  const { loop, joiner, log } = parts;
  let hasJoined = false;
  void parts.joining.then(() => (hasJoined = true));
  return new Promise((resolve) => {
    const report = () =>
      log.info({ ...loop.counts, halls: joiner.connected }, 'people arrive at the demo halls');
    const reporting = setInterval(report, REPORT_EVERY_MS);
    const stepping = setInterval(() => {
      loop.step();
      if (!hasJoined || !joiner.doors.every((door) => door.isFinished)) return;
      clearInterval(stepping);
      clearInterval(reporting);
      report();
      resolve();
    }, STEP_MS);
  });
}

// It has nothing to save: what a door has not sent yet is planned again at the next start.
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) {
  process.on(signal, () => process.exit(0));
}
main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(`the simulation of arrivals stopped: ${String(error)}`);
    process.exit(1);
  },
);
