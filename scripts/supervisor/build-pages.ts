import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { acquireLock, lockOwner } from '../owner-lock.mjs';
import { ClearError, say } from '../report.mjs';

/** Everything that a built page may depend on. */
const INPUTS = [
  ...['app', 'contract', 'domain', 'db', 'public', 'next.config.js', 'postcss.config.mjs'],
  ...['package.json', 'package-lock.json', 'tsconfig.json'],
];
const STILL_WORKING_MS = 20_000;
const WAIT_MS = 250;

/**
 * Builds the pages when their sources changed since the last build. Two starts never build at once, and
 * a build that another start is serving is not replaced under it.
 * @returns what was done, for the report
 * @throws ClearError with the build's last lines
 */
export async function buildPagesIfStale(root: string): Promise<string> {
  const release = await takeBuildLock(root);
  try {
    const wanted = hashInputs(root);
    const stamp = path.join(root, '.next', 'built-from');
    if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return 'up to date';
    refuseWhileServed(root);
    fs.rmSync(stamp, { force: true });
    await runBuild(root);
    fs.writeFileSync(stamp, wanted);
    return 'built';
  } finally {
    release();
  }
}

/** Says that this process serves the present build; released with the process. */
export function declareServing(root: string): void {
  acquireLock(path.join(stateFolder(root), `serving-${process.pid}.lock`));
}

function refuseWhileServed(root: string): void {
  const folder = stateFolder(root);
  for (const name of fs.readdirSync(folder).filter((file) => file.startsWith('serving-'))) {
    const owner = lockOwner(path.join(folder, name));
    if (!owner) {
      fs.rmSync(path.join(folder, name), { force: true });
    } else if (owner.pid !== process.pid) {
      throw new ClearError(
        `The pages changed, and process ${owner.pid} serves their earlier build: stop that one first.`,
      );
    }
  }
}

function stateFolder(root: string): string {
  const folder = path.join(root, '.start');
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}

async function takeBuildLock(root: string): Promise<() => void> {
  let isTold = false;
  for (;;) {
    const { lock, owner } = acquireLock(path.join(stateFolder(root), 'build.lock'));
    if (lock) return lock.release;
    if (!isTold) say(`process ${owner.pid} is building the pages: waiting for it …`);
    isTold = true;
    await delay(WAIT_MS);
  }
}

function hashInputs(root: string): string {
  const hash = createHash('sha256').update(process.versions.node);
  for (const file of INPUTS.flatMap((input) => filesUnder(root, input))) {
    hash.update(`\0${file}\0`).update(fs.readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

function filesUnder(root: string, input: string): string[] {
  const full = path.join(root, input);
  if (!fs.existsSync(full)) return [];
  if (fs.statSync(full).isFile()) return [input];
  return fs
    .readdirSync(full, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/\.test\.tsx?$/.test(name) && fs.statSync(path.join(full, name)).isFile())
    .map((name) => path.join(input, name))
    .toSorted();
}

function runBuild(root: string): Promise<void> {
  say('building the pages …');
  const startedAt = Date.now();
  const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ticker = setInterval(() => {
    say(`still building the pages (${Math.round((Date.now() - startedAt) / 1000)} s) …`);
  }, STILL_WORKING_MS);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(ticker);
      if (code === 0) return resolve();
      const lastLines = output.trim().split('\n').slice(-25).join('\n  ');
      reject(new ClearError(`The pages cannot be built (code ${code}):\n  ${lastLines}`));
    });
  });
}
