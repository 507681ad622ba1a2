import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { exactly } from '#scripts/environment.ts';
import { provideMediaWorker } from '#scripts/media-worker/provide.ts';
import { untilEvent } from '../media-link/media-port.testing.ts';
import { SocketMediaPort } from '../media-link/socket-media-port.ts';
import { RealHalls } from './real-world.testing.ts';

const PROGRAM = path.join(import.meta.dirname, 'media-node.testing.ts');
const silent = pino({ level: 'silent' });

/** A media node as the supervisor starts it, on loopback with any ports, and front doors to it. */
export class TestNode {
  readonly socketPath: string;
  readonly #folder: string;
  readonly #child: ChildProcess;
  readonly #links: SocketMediaPort[] = [];

  static async start(settings: { workers: number; socketPath?: string }): Promise<TestNode> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-media-'));
    const socketPath = settings.socketPath ?? path.join(folder, 'media');
    const { binary } = await provideMediaWorker({ dataDir: folder, log: () => {} });
    const child = fork(PROGRAM, {
      env: exactly({
        PATH: process.env['PATH'],
        MEDIA_SOCKET: socketPath,
        MEDIASOUP_WORKER_BIN: binary,
        MEDIA_LISTEN: '127.0.0.1',
        MEDIA_PORTS: '0',
        MEDIA_WORKERS: String(settings.workers),
        LOG_LEVEL: 'silent',
      }),
      execArgv: [],
    });
    const [message] = (await once(child, 'message')) as [{ type: string; message?: string }];
    if (message.type !== 'ready') throw new Error(message.message);
    return new TestNode({ folder, child, socketPath });
  }

  private constructor(parts: { folder: string; child: ChildProcess; socketPath: string }) {
    this.#folder = parts.folder;
    this.#child = parts.child;
    this.socketPath = parts.socketPath;
  }

  /** A front door that has been greeted. */
  async open(): Promise<{ link: SocketMediaPort; epoch: string }> {
    const link = SocketMediaPort.open({ socketPath: this.socketPath, log: silent });
    this.#links.push(link);
    const { epoch } = await untilEvent(link, 'reset');
    return { link, epoch };
  }

  /** A node with two workers, a front door’s link to it, and halls to join by that. */
  static async startWithHalls() {
    const node = await TestNode.start({ workers: 2 });
    const { link: port, epoch } = await node.open();
    const openSession = async () => {
      const sessionId = randomUUID();
      await port.openSession({ sessionId, codec: 'H264' });
      return sessionId;
    };
    return { node, port, epoch, openSession, halls: new RealHalls(port) };
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Process ids of its workers. */
  get workerPids(): number[] {
    const children = fs.readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8');
    return children.trim().split(/\s+/).filter(Boolean).map(Number);
  }

  /** The worker that listens on this UDP port. */
  workerAt(port: number): number | undefined {
    const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
    const sockets = fs.readFileSync('/proc/net/udp', 'utf8').split('\n').slice(1);
    const inodes = sockets
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[1]?.endsWith(local))
      .map((columns) => `socket:[${columns[9]}]`);
    return this.workerPids.find((pid) =>
      fs.readdirSync(`/proc/${pid}/fd`).some((fd) => inodes.includes(linkOf(pid, fd))),
    );
  }

  kill(): void {
    this.#child.kill('SIGKILL');
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

function linkOf(pid: number, fd: string): string {
  try {
    return fs.readlinkSync(`/proc/${pid}/fd/${fd}`);
  } catch {
    return '';
  }
}
