import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { exactly } from '#scripts/environment.ts';
import { provideMediaWorker } from '#scripts/media-worker/provide.ts';
import type { MediaEvent } from '../media-link/media-port.ts';
import { SocketMediaPort } from '../media-link/socket-media-port.ts';

const PROGRAM = path.join(import.meta.dirname, 'media-node.ts');
const UNTIL_MS = 20_000;
const silent = pino({ level: 'silent' });

/** A media node as the supervisor starts it, on loopback with any ports, and front doors to it. */
export class TestNode {
  readonly #folder: string;
  readonly #child: ChildProcess;
  readonly #links: SocketMediaPort[] = [];

  static async start(settings: { workers: number }): Promise<TestNode> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-media-'));
    const { binary } = await provideMediaWorker({ dataDir: folder, log: () => {} });
    const child = fork(PROGRAM, {
      env: exactly({
        PATH: process.env['PATH'],
        MEDIA_SOCKET: path.join(folder, 'media'),
        MEDIASOUP_WORKER_BIN: binary,
        MEDIA_LISTEN: '127.0.0.1',
        MEDIA_PORTS: '0',
        MEDIA_WORKERS: String(settings.workers),
        LOG_LEVEL: 'error',
      }),
      execArgv: [],
    });
    const [message] = (await once(child, 'message')) as [{ type: string; message?: string }];
    if (message.type !== 'ready') throw new Error(message.message);
    return new TestNode(folder, child);
  }

  private constructor(folder: string, child: ChildProcess) {
    this.#folder = folder;
    this.#child = child;
  }

  /** A front door that has been greeted. */
  async open(): Promise<{ link: SocketMediaPort; epoch: string }> {
    const link = SocketMediaPort.open({ socketPath: this.socketPath, log: silent });
    this.#links.push(link);
    const { epoch } = await untilEvent(link, 'reset');
    return { link, epoch };
  }

  get socketPath(): string {
    return path.join(this.#folder, 'media');
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Process ids of its workers. */
  get workerPids(): number[] {
    const children = fs.readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8');
    return children.trim().split(/\s+/).filter(Boolean).map(Number);
  }

  /** As when the supervisor was killed: the IPC channel is cut. */
  async orphan(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }

  async stop(): Promise<void> {
    for (const link of this.#links) link.close();
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exited = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      await exited;
    }
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }
}

type EventOf<T extends MediaEvent['type']> = Extract<MediaEvent, { type: T }>;

/** Resolves with the next event of that type for which it holds. */
export function untilEvent<T extends MediaEvent['type']>(
  port: { onEvent(listener: (event: MediaEvent) => void): () => void },
  type: T,
  isMeant: (event: EventOf<T>) => boolean = () => true,
): Promise<EventOf<T>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      remove();
      reject(new Error(`no ${type} came`));
    }, UNTIL_MS);
    const remove = port.onEvent((event) => {
      if (event.type !== type || !isMeant(event as EventOf<T>)) return;
      clearTimeout(timer);
      remove();
      resolve(event as EventOf<T>);
    });
  });
}
