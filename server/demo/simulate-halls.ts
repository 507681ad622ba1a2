import path from 'node:path';
import { z } from 'zod';
import { commandOverHttp, dataOf } from '#contract/program-client.ts';
import { createHalls } from '#db/seed/halls.ts';
import { DEMO_SEED } from '#db/seed/round.ts';
import { describeRound } from '#db/seed/seed-demo.ts';
import { createLogger } from '../logger.ts';
import { DemoOrganiser } from './demo-organiser.ts';
import { readLiveMemory, writeLiveMemory } from './live-memory.ts';
import { HallGroup } from './simulated-halls/hall-group.ts';
import type { PlannedHall } from './simulated-halls/hall-group.ts';

const settingsSchema = z.object({
  /** Where the front door listens, e.g. `http://127.0.0.1:3000`. */
  LIVE_ORIGIN: z.url(),
  DATA_DIR: z.string().min(1),
  /** Token of a one-time link of an organiser's account; needed at the first start only. */
  LIVE_ACCOUNT_TOKEN: z.string().optional(),
  /** Halls on video, the central one among them. */
  LIVE_HALLS: z.coerce.number().int().min(1).max(200).default(24),
  LOG_LEVEL: z.string().default('info'),
});

const MEMORY_FILE = 'live-halls.json';
const REPORT_EVERY_MS = 60_000;

/**
 * `--demo --live`: halls join by video, with pre-encoded footage in place of cameras. A process of its
 * own that speaks the contract and WebRTC as any hall does, and goes on until it is ended.
 */
async function main(): Promise<void> {
  const settings = settingsSchema.parse(process.env);
  const log = createLogger(settings.LOG_LEVEL);
  process.send?.({ type: 'ready' });
  const memoryFile = path.join(settings.DATA_DIR, MEMORY_FILE);
  const memory = readLiveMemory(memoryFile, 'mo-phong-diem-cau');
  const remember = () => writeLiveMemory(memoryFile, memory);
  // Before the account takes the password: it must not be lost with this process.
  remember();
  const organiser = await DemoOrganiser.enter({
    origin: settings.LIVE_ORIGIN,
    memory,
    name: 'Mô phỏng điểm cầu',
    token: settings.LIVE_ACCOUNT_TOKEN,
  });
  await openFirstSession(organiser).catch((error: unknown) => {
    log.warn({ reason: String(error) }, 'the session stays as it is');
  });
  const group = new HallGroup({
    halls: hallsOnVideo(settings.LIVE_HALLS),
    organiser: organiser.identity,
    memory,
    onRemember: remember,
    log,
  });
  setInterval(() => log.info(group.counts, 'simulated halls'), REPORT_EVERY_MS);
  await group.join();
  log.info(group.counts, 'the simulated halls were brought in');
}

/** The demo's first session, so that there is one to direct at any hour. */
async function openFirstSession({ identity }: DemoOrganiser): Promise<void> {
  const sessionId = describeRound().sessionIds[0]!;
  const opened = await commandOverHttp(identity, 'session:open', { sessionId });
  dataOf(opened.answer);
}

/** The central hall and others that follow by video, districts first. */
function hallsOnVideo(count: number): PlannedHall[] {
  return createHalls(DEMO_SEED)
    .filter(({ mode }) => mode !== 'TV_ONLY')
    .slice(0, count)
    .map(({ id, tier }) => ({ siteId: id, isCentral: tier === 'CENTRAL' }));
}

// It has nothing to save: the halls come back at the next start.
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) {
  process.on(signal, () => process.exit(0));
}
main().catch((error: unknown) => {
  console.error(`the simulated halls stopped: ${String(error)}`);
  process.exit(1);
});
