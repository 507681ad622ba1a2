import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Measured, Row } from '../result.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const TIMEOUT_MS = 20 * 60_000;

export const title = 'From npm start to ready';

interface Start {
  readySeconds: number;
  /** Seconds of each step that it reports, by the step's name. */
  steps: Map<string, number>;
}

/**
 * The committed state in a new clone: the first start (dependencies, media worker, database,
 * build), a second start, and the first start of the demo round.
 * @throws Error with the output when a start fails
 */
export async function run(): Promise<Measured> {
  const folder = mkdtempSync(path.join(tmpdir(), 'diem-cau-start-'));
  const clone = path.join(folder, 'clone');
  try {
    execFileSync('git', ['clone', '--quiet', '--local', ROOT, clone]);
    const first = await startOnce(clone, ['--data', path.join(folder, 'data')]);
    const second = await startOnce(clone, ['--data', path.join(folder, 'data')]);
    const demo = await startOnce(clone, ['--demo', '--data', path.join(folder, 'demo')]);
    const baseline = 'second start';
    return {
      rows: [
        { what: baseline, value: second.readySeconds, unit: 's' },
        { what: 'first start of a new clone', value: first.readySeconds, unit: 's', baseline },
        ...stepsOf('first start', first),
        { what: 'first start with --demo', value: demo.readySeconds, unit: 's', baseline },
        ...stepsOf('first start with --demo', demo),
      ],
      notes: ['Packages and the media worker may come from the caches of this user.'],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Steps that took half a second or more. */
function stepsOf(start: string, { steps }: Start): Row[] {
  return [...steps]
    .filter(([, seconds]) => seconds >= 0.5)
    .map(([step, seconds]) => ({ what: `${start}: ${step}`, value: seconds, unit: 's' }));
}

function startOnce(clone: string, args: string[]): Promise<Start> {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--port', '0', ...args], {
    cwd: clone,
    env: { ...process.env, HOST: '127.0.0.1', MEDIA_LISTEN: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const startedAt = performance.now();
  let readySeconds: number | null = null;
  const read = (chunk: Buffer) => {
    output += chunk.toString();
    if (readySeconds !== null || !/ready after/.test(output)) return;
    readySeconds = (performance.now() - startedAt) / 1000;
    child.kill('SIGINT');
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
  return new Promise((resolve, reject) => {
    child.on('exit', () => {
      clearTimeout(timer);
      if (readySeconds === null) return reject(new Error(`the start failed:\n${output}`));
      resolve({ readySeconds, steps: stepTimesIn(output) });
    });
  });
}

/** Lines such as `   12.3 s pages: built`. */
function stepTimesIn(output: string): Map<string, number> {
  const lines = output.matchAll(/^ *(\d+\.\d) s ([^:\n]+)/gm);
  return new Map([...lines].map(([, seconds = '', name = '']) => [name.trim(), Number(seconds)]));
}
