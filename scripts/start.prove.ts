import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { processesOf } from './postgres/postmaster.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const READY_TIMEOUT_MS = 600_000;
/** Three seconds on an idle machine of two cores (docs/benchmarks.md has the figure); others may work on it. */
const SECOND_START_CEILING_S = 30;

let dataDir: string;
let started: Start[];

beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-start-'));
  fs.chmodSync(dataDir, 0o711);
  started = [];
});
afterEach(async () => {
  await Promise.all(started.map((one) => one.end('SIGINT')));
  fs.rmSync(dataDir, { recursive: true, force: true });
});

/** One `npm start`, without npm. */
class Start {
  output = '';
  readonly #child;
  readonly exited: Promise<number | null>;

  constructor(args: string[] = ['--port', '0']) {
    const command = ['scripts/start.mjs', '--data', dataDir, ...args];
    this.#child = spawn(process.execPath, command, {
      cwd: ROOT,
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        MEDIA_LISTEN: '127.0.0.1',
        // Its times count from its own beginning, not from that of `npm run prove`.
        DIEM_CAU_STARTED_AT: undefined,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.exited = new Promise((resolve) => this.#child.once('exit', (code) => resolve(code)));
    started.push(this);
  }

  async ready(): Promise<this> {
    await vi.waitFor(() => expect(this.output).toContain('ready after'), {
      timeout: READY_TIMEOUT_MS,
      interval: 50,
    });
    return this;
  }

  get seconds(): number {
    return Number(/ready after ([\d.]+) s/.exec(this.output)?.[1]);
  }

  get origin(): string {
    return /https?:\/\/localhost:\d+/.exec(this.output)![0];
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return this.exited;
  }
}

/** Processes whose environment or command line names this test's data folder. */
function parts(): { pid: number; command: string }[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({ pid: Number(name), command: read(`/proc/${name}/cmdline`) }))
    .filter(({ pid, command }) => `${command}${read(`/proc/${pid}/environ`)}`.includes(dataDir));
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

const pidOf = (part: string) => parts().find(({ command }) => command.includes(part))?.pid;
const isHealthy = async (origin: string) =>
  (await fetch(`${origin}/healthz`).catch(() => null))?.ok;
const untilHealthy = (origin: string) =>
  vi.waitFor(async () => expect(await isHealthy(origin)).toBe(true), {
    timeout: 60_000,
    interval: 100,
  });

describe('npm start', () => {
  it('is up the second time in seconds; Ctrl-C leaves nothing behind', async () => {
    const first = await new Start().ready();
    const link = /\/setup\/\S+/.exec(first.output)?.[0];
    expect(await first.end('SIGINT')).toBe(0);
    expect(parts()).toEqual([]);
    const second = await new Start().ready();
    expect(second.seconds).toBeLessThan(SECOND_START_CEILING_S);
    expect(link).toBeDefined();
    expect(second.output).toContain(link);
  });

  it.each([
    ...['server/front-door.ts', 'server/next-process.ts'],
    ...['server/media/media-node.ts', 'server/broadcast/broadcast-node.ts'],
    'server/input/input-node.ts',
    'postgres -D',
  ])('goes on when %s is killed', async (part) => {
    const start = await new Start().ready();
    const pid = pidOf(part)!;
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(
      () => {
        expect(pidOf(part)).toBeDefined();
        expect(pidOf(part)).not.toBe(pid);
      },
      { timeout: 60_000 },
    );
    await untilHealthy(start.origin);
  });

  it('ends front door and pages that hang, and starts them again', async () => {
    const start = await new Start().ready();
    const hung = ['server/front-door.ts', 'server/next-process.ts'].map((part) => pidOf(part)!);
    for (const pid of hung) process.kill(pid, 'SIGSTOP');
    await vi.waitFor(
      () => {
        expect(start.output).toContain('the front door ended (it hangs');
        expect(start.output).toContain('the pages ended (it hangs');
      },
      { timeout: 300_000, interval: 200 },
    );
    await untilHealthy(start.origin);
    await vi.waitFor(async () => expect((await fetch(`${start.origin}/login`)).status).toBe(200), {
      timeout: 60_000,
      interval: 200,
    });
    expect(parts().filter(({ pid }) => hung.includes(pid))).toEqual([]);
  });

  it('goes on with the same data after its supervisor was killed, and adopts the database', async () => {
    const first = await new Start().ready();
    const postgres = pidOf('postgres -D')!;
    process.kill(pidOf('scripts/supervisor.ts')!, 'SIGKILL');
    await first.exited;
    await vi.waitFor(() => expect(pidOf('server/front-door.ts')).toBeUndefined(), {
      timeout: 60_000,
    });
    expect(processesOf(path.join(dataDir, 'postgres/cluster'))).toContain(postgres);
    const second = await new Start().ready();
    expect(second.output).toContain(`took over the running database (process ${postgres})`);
  });

  it('ends everything when the process that the terminal holds is killed', async () => {
    const start = await new Start().ready();
    await start.end('SIGKILL');
    await vi.waitFor(() => expect(parts()).toEqual([]), { timeout: 60_000, interval: 100 });
  });

  it('answers a second start on the same data folder with the owner and its address', async () => {
    const first = await new Start().ready();
    const second = new Start();
    expect(await second.exited).toBe(1);
    expect(second.output).toContain(`(${first.origin})`);
    expect(second.output).toContain('--data DIR');
  });

  it('answers a busy port with one clear line', async () => {
    const other = net.createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as net.AddressInfo;
    const start = new Start(['--port', String(port)]);
    expect(await start.exited).toBe(1);
    expect(start.output).toContain(`Port ${port} is in use by another program`);
    other.close();
  });

  it('answers an unknown option with exit code 2', async () => {
    const start = new Start(['--nonsense']);
    expect(await start.exited).toBe(2);
    expect(start.output).toContain("Unknown option '--nonsense'");
  });

  it('serves HTTPS for the local network under its own authority', async () => {
    const start = await new Start(['--port', '0', '--lan']).ready();
    expect(start.origin).toMatch(/^https:/);
    const authority = path.join(dataDir, 'lan/ca.crt');
    const { status } = spawnSync(
      'openssl',
      [
        's_client',
        '-connect',
        new URL(start.origin).host,
        '-CAfile',
        authority,
        '-verify_return_error',
      ],
      { input: '', stdio: ['pipe', 'ignore', 'ignore'] },
    );
    expect(status).toBe(0);
  });
});
