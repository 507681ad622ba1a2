import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..');
const START_TIMEOUT_MS = 300_000;

/** `postgres` is the server itself; `mediasoup-worker` are the media node's workers. */
export type Part =
  | 'front-door'
  | 'next-process'
  | 'media/media-node'
  | 'mediasoup-worker'
  | 'broadcast/broadcast-node'
  | 'input/input-node'
  | 'postgres';

/** The built product, running as a person would start it, on a data folder of its own. */
export interface Product {
  origin: string;
  /** The first administrator's one-time link; null once it was used. */
  administratorLink: string | null;
  dataDir: string;
  supervisor: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  pidsOf(part: Part): number[];
  /** Ctrl-C, and waits until all parts have gone. */
  stop(): Promise<void>;
  /** `kill -9` of the supervisor alone. */
  kill(): Promise<void>;
}

export interface ProductOptions {
  /** An earlier data folder to go on with; a new one, removed at `stop()`, otherwise. */
  dataDir?: string;
  port?: number;
  args?: string[];
  env?: Record<string, string>;
  /** Put before the command, e.g. to start it in a network namespace. */
  launcher?: string[];
}

/**
 * Starts the product and waits until it says that it is ready.
 * @throws Error with its output when it ends before, or isn't ready in five minutes
 */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'diem-cau-e2e-'));
  // As root, the database runs under another account, which must be able to come in.
  chmodSync(dataDir, 0o711);
  const [program = process.execPath, ...args] = [
    ...(options.launcher ?? []),
    process.execPath,
    ...['scripts/start.mjs', '--data', dataDir, '--port', String(options.port ?? 0)],
    ...(options.args ?? []),
  ];
  const env = { ...process.env, HOST: '127.0.0.1', MEDIA_LISTEN: '127.0.0.1', ...options.env };
  const supervisor = spawn(program, args, { cwd: ROOT, env, detached: true });
  let output = '';
  supervisor.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  supervisor.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await ready(supervisor, () => output);
  const origin = /https?:\/\/localhost:\d+/.exec(output)?.[0];
  if (!origin) throw new Error(`the product named no address:\n${output}`);
  const isOwn = options.dataDir === undefined;
  return {
    origin,
    administratorLink: /https?:\/\/\S+\/setup\/\S+/.exec(output)?.[0] ?? null,
    dataDir,
    supervisor,
    output: () => output,
    pidsOf: (part) => pidsOf(part, dataDir),
    stop: async () => {
      await end(supervisor, 'SIGINT');
      if (isOwn) rmSync(dataDir, { recursive: true, force: true });
    },
    kill: () => end(supervisor, 'SIGKILL'),
  };
}

function ready(supervisor: ChildProcess, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => finish(new Error(`not ready in time:\n${output()}`)),
      START_TIMEOUT_MS,
    );
    const look = () => /ready after/.test(output()) && finish();
    const onExit = () => finish(new Error(`the product ended:\n${output()}`));
    const finish = (error?: Error) => {
      clearTimeout(timer);
      supervisor.stdout?.off('data', look);
      supervisor.off('exit', onExit);
      if (error) reject(error);
      else resolve();
    };
    supervisor.stdout?.on('data', look);
    supervisor.on('exit', onExit);
  });
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/** Looks through /proc for the parts that belong to this data folder and to nobody else's. */
function pidsOf(part: Part, dataDir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isPart(pid, part, dataDir));
}

function isPart(pid: number, part: Part, dataDir: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    if (part === 'postgres') return / -D /.test(command) && command.includes(dataDir);
    const program = part === 'mediasoup-worker' ? '/mediasoup-worker ' : `server/${part}.ts`;
    if (!command.includes(program)) return false;
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`DATA_DIR=${dataDir}`);
  } catch {
    return false;
  }
}
