import { z } from 'zod';
import { answerProbes } from '../answer-probes.ts';
import { findFfmpeg } from '../broadcast/find-ffmpeg.ts';
import { INPUT_WORDS } from '../input-link/input-port.ts';
import { createLogger } from '../logger.ts';
import { NodeServer } from '../private-socket/node-server.ts';
import { FilmPlayer } from './film-player.ts';
import { Inputs } from './inputs.ts';
import { createReceivers } from './stream/receivers.ts';
import { StreamPlayer } from './stream/stream-player.ts';

const settings = z.object({
  INPUT_SOCKET: z.string().min(1),
  MEDIA_SOCKET: z.string().min(1),
  FFMPEG: z.string().min(1).default('ffmpeg'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/**
 * Runs this process as the input node, with its settings in the environment and an IPC channel, over
 * which it says `{ type: 'ready' }`. It outlives the front door and ends with its parent.
 */
export async function runInputNode(): Promise<void> {
  const given = settings.parse(
    Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')),
  );
  const log = createLogger(given.LOG_LEVEL);
  answerProbes();
  const ffmpeg = await findFfmpeg(given.FFMPEG);
  const parts = { mediaSocketPath: given.MEDIA_SOCKET, ffmpeg, log };
  const receive = createReceivers({ ffmpeg: ffmpeg ?? given.FFMPEG, log });
  const inputs = new Inputs((wish) =>
    wish.kind === 'FILE'
      ? new FilmPlayer(parts, wish)
      : new StreamPlayer({ ...parts, receive }, wish),
  );
  const stop = () => {
    inputs.close();
    process.exit(0);
  };
  for (const ending of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(ending, stop);
  if (process.connected === false) return stop();
  await NodeServer.create({
    ...{ socketPath: given.INPUT_SOCKET, words: INPUT_WORDS, log },
    want: (wishes) => inputs.want(wishes),
    facts: () => inputs.facts,
  });
  process.send?.({ type: 'ready' });
  log.info({ ffmpeg }, 'the input node listens');
}
