import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import * as mediasoup from 'mediasoup';
import type { types } from 'mediasoup';
import type { MediaSettings } from './media-settings.ts';
import { coreWaitMs, wasStarved } from './core-wait.ts';
import { SOCKET_BUFFERS } from './socket-buffers.ts';

export type WorkerSettings = Pick<
  MediaSettings,
  'workerBin' | 'listenAddresses' | 'announcedAddress' | 'ports'
> & { probe?: ProbeBounds };

interface ProbeBounds {
  everyMs: number;
  /** Longer than any load holds a healthy worker up. */
  timeoutMs: number;
}

/** A time-out that is noticed this late says that this process was held up as well. */
const OWN_DELAY_MS = 1_000;
/**
 * A worker that others keep from its core has requests wait behind packets. To end it would bring all
 * its halls back at once, on a machine that has too much to do already.
 */
const MOST_EXCUSES = 3;
const PROBE: ProbeBounds = { everyMs: 5_000, timeoutMs: 10_000 };

export type Burden = 'line' | 'bus';

/** A bus costs a worker about as much as this many halls that receive. */
const LOAD_OF_A_BUS = 4;

/**
 * One mediasoup worker, a process on one core, with the ports that its halls send to. Closing it ends
 * its process and with it every router, transport, producer and consumer on it.
 */
export class MediaWorker {
  readonly #worker: types.Worker;
  readonly #server: types.WebRtcServer;
  #load = 0;

  /** @throws Error when the process does not start or no port of the range is free */
  static async create(parts: {
    settings: WorkerSettings;
    onDied: (worker: MediaWorker) => void;
  }): Promise<MediaWorker> {
    const { settings, onDied } = parts;
    const { workerBin } = settings;
    const worker = await mediasoup.createWorker({ workerBin, logLevel: 'warn' });
    const probing = new AbortController();
    worker.observer.once('close', () => probing.abort());
    void endWhenHung(worker, { ...PROBE, ...settings.probe, signal: probing.signal });
    try {
      const server = await worker.createWebRtcServer({ listenInfos: listenInfos(settings) });
      const created = new MediaWorker(worker, server);
      worker.once('died', () => onDied(created));
      return created;
    } catch (error) {
      worker.close();
      throw error;
    }
  }

  private constructor(worker: types.Worker, server: types.WebRtcServer) {
    this.#worker = worker;
    this.#server = server;
  }

  get pid(): number {
    return this.#worker.pid;
  }

  get isAlive(): boolean {
    return !this.#worker.closed;
  }

  get server(): types.WebRtcServer {
    return this.#server;
  }

  /** Lines on it, with a surcharge for each bus: placement takes the least. */
  get load(): number {
    return this.#load;
  }

  createRouter(mediaCodecs: types.RouterRtpCodecCapability[]): Promise<types.Router> {
    return this.#worker.createRouter({ mediaCodecs });
  }

  /** Counts a line or a bus; the answer takes it off again, once. */
  carry(burden: Burden): () => void {
    const weight = burden === 'bus' ? LOAD_OF_A_BUS : 1;
    this.#load += weight;
    let isCarried = true;
    return () => {
      if (isCarried) this.#load -= weight;
      isCarried = false;
    };
  }

  /** Resolves when its process has ended. */
  async close(): Promise<void> {
    const ended = this.#worker.subprocessClosed ? null : once(this.#worker, 'subprocessclose');
    this.#worker.close();
    await ended;
  }
}

/** A worker that answers nothing carries nothing, but holds its halls: as a dead one it is replaced. */
async function endWhenHung(
  worker: types.Worker,
  { everyMs, timeoutMs, signal }: ProbeBounds & { signal: AbortSignal },
): Promise<void> {
  let excuses = 0;
  for (;;) {
    await delay(everyMs, null, { signal }).catch(() => null);
    if (signal.aborted) return;
    const late = delay(timeoutMs, 'late', { signal }).catch(() => null);
    const answer = worker.getResourceUsage().then(
      () => 'answered',
      () => 'closed',
    );
    const askedAtMs = performance.now();
    const beforeMs = coreWaitMs(worker.pid);
    if ((await Promise.race([answer, late])) !== 'late') {
      excuses = 0;
      continue;
    }
    const elapsedMs = performance.now() - askedAtMs;
    // On a machine that stood still, everybody's answer is late: that proves nothing.
    if (elapsedMs > timeoutMs + OWN_DELAY_MS) continue;
    const isStarved = wasStarved({ beforeMs, afterMs: coreWaitMs(worker.pid), elapsedMs });
    if (isStarved && ++excuses <= MOST_EXCUSES) continue;
    process.kill(worker.pid, 'SIGKILL');
  }
}

function listenInfos(settings: WorkerSettings): types.TransportListenInfo[] {
  const { listenAddresses, announcedAddress, ports } = settings;
  return listenAddresses.flatMap((ip, index) => {
    const announced =
      index === 0 && announcedAddress ? { announcedAddress, exposeInternalIp: true } : {};
    const range = ports ? { portRange: ports } : {};
    const common = { ip, ...announced, ...range };
    // TCP finds its own sizes, connection by connection.
    return [
      { protocol: 'udp' as const, ...common, ...SOCKET_BUFFERS },
      { protocol: 'tcp' as const, ...common },
    ];
  });
}
