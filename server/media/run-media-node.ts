import { answerProbes } from '../answer-probes.ts';
import { createLogger } from '../logger.ts';
import { tapSocketOf } from '../media-link/programme-tap.ts';
import { inletSocketOf } from '../media-link/source-inlet.ts';
import { InletServer } from './inlet-server.ts';
import type { LineBounds } from './line.ts';
import { parseMediaSettings } from './media-settings.ts';
import { NodeMediaPort } from './node-media-port.ts';
import { PortServer } from './port-server.ts';
import { areTooSmall, grantedBuffers, SOCKET_BUFFERS } from './socket-buffers.ts';
import { TapServer } from './tap-server.ts';

/** Whatever hangs then goes with this process. */
const STOP_TIMEOUT_MS = 3_000;

/**
 * Runs this process as the media node, with its settings in the environment and an IPC channel, over
 * which it says `{ type: 'ready' }`. It outlives the front door and ends with its parent, after its
 * workers; nothing of it is stored.
 */
export async function runMediaNode(bounds: LineBounds): Promise<void> {
  const settings = parseMediaSettings(process.env);
  const log = createLogger(settings.logLevel);
  answerProbes();
  const port = await NodeMediaPort.create({ settings, log, bounds });
  const stop = async () => {
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    await port.close();
    process.exit(0);
  };
  for (const ending of ['SIGTERM', 'SIGINT', 'disconnect'] as const) {
    process.on(ending, () => void stop());
  }
  // Orphaned while the workers started.
  if (process.connected === false) return stop();
  const { socketPath } = settings;
  await PortServer.create({ socketPath, epoch: port.epoch, port, log });
  await TapServer.create({ socketPath: tapSocketOf(socketPath), port, log });
  await InletServer.create({ socketPath: inletSocketOf(socketPath), port, log });
  process.send?.({ type: 'ready' });
  const { listenAddresses, ports } = settings;
  const buffers = await grantedBuffers();
  log.info({ listenAddresses, ports, workers: port.workerPids, buffers }, 'the media node listens');
  if (areTooSmall(buffers)) {
    const wanted = SOCKET_BUFFERS;
    log.warn(
      { buffers, wanted },
      'raise net.core.rmem_max and net.core.wmem_max: see docs/media.md',
    );
  }
}
