import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { exactly } from '../environment.ts';
import { acquireLock } from '../owner-lock.mjs';
import { ClearError } from '../report.mjs';
import { buildMediaWorker } from './build.ts';
import { downloadOfficial } from './official.ts';
import { ensureBuildPackages } from './packages.ts';

/** A worker without its environment ends with this code: enough to see that it runs on this system. */
const RUNS_HERE_EXIT_CODE = 41;
const WAIT_MS = 500;
const RECIPE = ['build.ts', 'shims/srtp.h', 'shims/ankerl/unordered_dense.h'];

interface ProvideOptions {
  /** Used for the cache when the home folder cannot be written. */
  dataDir: string;
  log: (line: string) => void;
}

export interface MediaWorker {
  binary: string;
  /** Where it came from, for the report. */
  origin: string;
}

/**
 * Gives a media worker that has completed a DTLS handshake on this machine: MEDIASOUP_WORKER_BIN, the
 * one in place, the user's cache, the official prebuilt one, or one compiled here (minutes, once).
 * @throws ClearError with what to do
 */
export async function provideMediaWorker({ dataDir, log }: ProvideOptions): Promise<MediaWorker> {
  const { packageDir, version } = findPackage();
  const cache = openCache(dataDir);
  const given = process.env['MEDIASOUP_WORKER_BIN'];
  if (given) return { binary: await requireVerified(given, cache), origin: given };

  const inPlace = path.join(packageDir, 'worker/out/Release/mediasoup-worker');
  if (await isVerified(inPlace, cache)) return { binary: inPlace, origin: 'in place' };

  const release = await takeCacheLock(cache, log);
  try {
    const cached = path.join(
      cache,
      `${version}-${process.arch}-${recipeHash()}`,
      'mediasoup-worker',
    );
    const origin = (await isVerified(cached, cache))
      ? 'from the cache'
      : await fillCache({ packageDir, version, cache, cached, log });
    return { binary: putInPlace(cached, inPlace), origin };
  } finally {
    release();
  }
}

/** "exports" of the package hides its manifest: go up from its entry. */
function findPackage(): { packageDir: string; version: string } {
  const entry = createRequire(import.meta.url).resolve('mediasoup');
  const packageDir = entry.slice(0, entry.lastIndexOf('/mediasoup/') + '/mediasoup'.length);
  const manifest = fs.readFileSync(path.join(packageDir, 'package.json'), 'utf8');
  return { packageDir, version: (JSON.parse(manifest) as { version: string }).version };
}

function openCache(dataDir: string): string {
  const home = process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache');
  for (const parent of [path.join(home, 'diem-cau'), path.join(dataDir, 'cache')]) {
    const folder = path.join(parent, 'media-worker');
    try {
      fs.mkdirSync(path.join(folder, 'verified'), { recursive: true });
      fs.accessSync(folder, fs.constants.W_OK);
      return folder;
    } catch {
      // An account without a home of its own: the next place.
    }
  }
  throw new ClearError(
    `No place to keep the media worker: neither ${home} nor ${dataDir} is writable.`,
  );
}

function recipeHash(): string {
  const hash = createHash('sha256');
  for (const file of RECIPE) hash.update(fs.readFileSync(path.join(import.meta.dirname, file)));
  return hash.digest('hex').slice(0, 12);
}

/** The handshake's verdict is remembered by the binary's content. */
async function isVerified(binary: string, cache: string): Promise<boolean> {
  if (!fs.existsSync(binary)) return false;
  const sum = createHash('sha256').update(fs.readFileSync(binary)).digest('hex');
  const verdict = path.join(cache, 'verified', sum);
  if (fs.existsSync(verdict)) return true;
  if (spawnSync(binary, { env: exactly({}), stdio: 'ignore' }).status !== RUNS_HERE_EXIT_CODE)
    return false;
  try {
    // Loads mediasoup, which a start with a verified worker does not need.
    const { checkDtlsHandshake } = await import('./dtls-check.ts');
    await checkDtlsHandshake(binary);
  } catch {
    return false;
  }
  fs.writeFileSync(verdict, '');
  return true;
}

async function requireVerified(binary: string, cache: string): Promise<string> {
  if (await isVerified(binary, cache)) return binary;
  throw new ClearError(
    `MEDIASOUP_WORKER_BIN (${binary}) does not complete a DTLS handshake here: correct or unset it.`,
  );
}

interface FillOptions {
  packageDir: string;
  version: string;
  cache: string;
  cached: string;
  log: (line: string) => void;
}

async function fillCache({
  packageDir,
  version,
  cache,
  cached,
  log,
}: FillOptions): Promise<string> {
  log('looking for the official media worker …');
  const downloads = fs.mkdtempSync(path.join(cache, 'download-'));
  try {
    const official = await downloadOfficial(version, downloads);
    if (official && (await isVerified(official, cache))) {
      put(official, cached);
      return 'official';
    }
  } finally {
    fs.rmSync(downloads, { recursive: true, force: true });
  }
  await ensureBuildPackages(log);
  log('no official one can be used: compiling the media worker (some minutes, once) …');
  const outDir = path.join(cache, `build-${version}-${process.arch}-${recipeHash()}`);
  const built = await buildMediaWorker({
    workerDir: path.join(packageDir, 'worker'),
    outDir,
    log,
  }).catch((error: Error) => {
    throw new ClearError(`The media worker cannot be compiled: ${error.message}`);
  });
  if (!(await isVerified(built, cache))) {
    throw new ClearError(`The compiled media worker fails its DTLS handshake: ${built}`);
  }
  put(built, cached);
  fs.rmSync(outDir, { recursive: true, force: true });
  return 'compiled';
}

function put(from: string, to: string): void {
  const unfinished = `${to}.${process.pid}`;
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.copyFileSync(from, unfinished);
  fs.chmodSync(unfinished, 0o755);
  fs.renameSync(unfinished, to);
}

/** Where mediasoup itself looks; the cached one is used directly under a read-only installation. */
function putInPlace(cached: string, inPlace: string): string {
  try {
    put(cached, inPlace);
    return inPlace;
  } catch {
    return cached;
  }
}

async function takeCacheLock(cache: string, log: (line: string) => void): Promise<() => void> {
  let isTold = false;
  for (;;) {
    const { lock, owner } = acquireLock(path.join(cache, 'provide.lock'));
    if (lock) return lock.release;
    if (!isTold) log(`process ${owner.pid} is providing the media worker: waiting for it …`);
    isTold = true;
    await delay(WAIT_MS);
  }
}
