import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { answerProbes } from '../answer-probes.ts';
import { BROADCAST_WORDS } from '../broadcast-link/broadcast-port.ts';
import { createLogger } from '../logger.ts';
import { NodeServer } from '../private-socket/node-server.ts';
import { openComposersFolder } from './composer/composers-folder.ts';
import { findFfmpeg } from './find-ffmpeg.ts';
import { SessionBroadcast } from './session-broadcast.ts';
import { SessionBroadcasts } from './session-broadcasts.ts';

/** Whatever hangs then goes with this process. */
const STOP_TIMEOUT_MS = 8_000;

const settings = z.object({
  BROADCAST_SOCKET: z.string().min(1),
  MEDIA_SOCKET: z.string().min(1),
  DATA_DIR: z.string().min(1),
  RECORDING_LEAVES_MB: z.coerce.number().int().min(1).default(2_048),
  FFMPEG: z.string().min(1).default('ffmpeg'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/**
 * Runs this process as the broadcast node, with its settings in the environment and an IPC channel, over
 * which it says `{ type: 'ready' }`. It outlives the front door and ends with its parent, after its
 * outlets; what it records stays.
 */
export async function runBroadcastNode(): Promise<void> {
  const given = settings.parse(
    Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')),
  );
  const log = createLogger(given.LOG_LEVEL);
  answerProbes();
  const ffmpeg = await findFfmpeg(given.FFMPEG);
  const composersFolder = openComposersFolder(given.BROADCAST_SOCKET);
  const open = (sessionId: string) =>
    new SessionBroadcast({
      ...{ sessionId, ffmpeg, composersFolder, log },
      mediaSocketPath: given.MEDIA_SOCKET,
      folder: path.join(given.DATA_DIR, 'broadcast'),
      leastFreeBytes: given.RECORDING_LEAVES_MB * 1024 ** 2,
    });
  const broadcasts = new SessionBroadcasts({ open });
  const stop = async () => {
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    await broadcasts.close();
    fs.rmSync(composersFolder, { recursive: true, force: true });
    process.exit(0);
  };
  for (const ending of ['SIGTERM', 'SIGINT', 'disconnect'] as const) {
    process.on(ending, () => void stop());
  }
  if (process.connected === false) return stop();
  await NodeServer.create({
    ...{ socketPath: given.BROADCAST_SOCKET, words: BROADCAST_WORDS, log },
    want: (wishes) => broadcasts.want(wishes),
    facts: () => broadcasts.facts,
  });
  process.send?.({ type: 'ready' });
  log.info({ ffmpeg }, 'the broadcast node listens');
}
