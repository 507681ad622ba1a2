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

/** What a build leaves that only the next build needs. */
const NOT_SERVED = new Set(['cache', 'dev', 'turbopack', 'trace', 'trace-build', 'diagnostics']);

/**
 * Builds the pages when there is no build of the present sources. Every build has a folder of its own,
 * named after its sources: a program that serves an earlier one is not disturbed.
 * @returns the folder, beside `.next` (its depth is part of the build)
 * @throws ClearError with the build's last lines
 */
export async function buildPagesIfStale(root: string, signal: AbortSignal): Promise<string> {
  const release = await takeBuildLock(root);
  try {
    const pagesDir = `.pages-${hashInputs(root).slice(0, 12)}`;
    if (!fs.existsSync(path.join(root, pagesDir))) {
      await runBuild(root, signal);
      keepBuild(root, pagesDir);
    }
    declareServing(root, pagesDir);
    removeUnserved(root);
    return pagesDir;
  } finally {
    release();
  }
}

function keepBuild(root: string, pagesDir: string): void {
  const unfinished = path.join(root, `${pagesDir}.${process.pid}`);
  for (const name of fs.readdirSync(path.join(root, '.next'))) {
    if (NOT_SERVED.has(name)) continue;
    const from = path.join(root, '.next', name);
    fs.cpSync(from, path.join(unfinished, name), { recursive: true, verbatimSymlinks: true });
  }
  fs.renameSync(unfinished, path.join(root, pagesDir));
}

function declareServing(root: string, pagesDir: string): void {
  acquireLock(path.join(stateFolder(root), `serving-${process.pid}.lock`), { pagesDir });
}

/** Removes builds that no living program serves. */
function removeUnserved(root: string): void {
  const folder = stateFolder(root);
  const served = new Set<unknown>();
  for (const name of fs.readdirSync(folder).filter((file) => file.startsWith('serving-'))) {
    const owner = lockOwner(path.join(folder, name));
    if (owner) served.add(owner.info['pagesDir']);
    else fs.rmSync(path.join(folder, name), { force: true });
  }
  for (const name of fs.readdirSync(root).filter((file) => file.startsWith('.pages-'))) {
    if (!served.has(name)) fs.rmSync(path.join(root, name), { recursive: true, force: true });
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

function runBuild(root: string, signal: AbortSignal): Promise<void> {
  say('building the pages …');
  const startedAt = Date.now();
  const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ticker = setInterval(() => {
    say(`still building the pages (${Math.round((Date.now() - startedAt) / 1000)} s) …`);
  }, STILL_WORKING_MS);
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      clearInterval(ticker);
      reject(error);
    });
    child.on('close', (code) => {
      clearInterval(ticker);
      if (code === 0) return resolve();
      const lastLines = output.trim().split('\n').slice(-25).join('\n  ');
      reject(new ClearError(`The pages cannot be built (code ${code}):\n  ${lastLines}`));
    });
  });
}
