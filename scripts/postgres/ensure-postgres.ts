import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { exactly } from '../environment.ts';
import { acquireLock } from '../owner-lock.mjs';
import type { PostgresBinaries } from './binaries.ts';
import { locateBinaries } from './binaries.ts';
import { SOCKET_PORT, connectionUrl, ensureDatabase, probe } from './connection.ts';
import type { PostgresHome } from './home.ts';
import { findHome, openHome, openRunFolder } from './home.ts';
import { initialise } from './initialise.ts';
import {
  isServerProcess,
  isZombie,
  processesOf,
  readPostmasterFile,
  removeStaleLocks,
} from './postmaster.ts';
import { PostgresStartError, explainFailure } from './start-error.ts';
import { giveTo, runAs } from './system-user.ts';

/** A database after a crash replays its journal first: allow for a slow disk. */
const START_TIMEOUT_MS = 120_000;
const FAST_STOP_TIMEOUT_MS = 30_000;
const REAP_TIMEOUT_MS = 3_000;
const POLL_MS = 40;
const WATCH_MS = 500;

export interface RunningPostgres {
  /** For `pg`: a Unix socket with the generated password. */
  url: string;
  pid: number;
  /** Of its files. */
  folder: string;
  /** It ran already: an earlier owner was killed and left it. */
  isAdopted: boolean;
  /** Settles when the server has gone, whoever ended it. */
  exited: Promise<void>;
  /** Ends all connections, writes everything down and waits until the server has gone. */
  stop(): Promise<void>;
}

interface EnsureOptions {
  dataDir: string;
  log: (line: string) => void;
}

/**
 * Gives the data folder's own PostgreSQL server: adopts the one that runs, else starts it, else
 * makes a new database first. No TCP; a private socket; durable settings.
 * @throws PostgresStartError with a line for people
 */
export async function ensurePostgres({ dataDir, log }: EnsureOptions): Promise<RunningPostgres> {
  const home = openHome(path.resolve(dataDir));
  const release = await takeStartLock(path.dirname(home.folder));
  try {
    const binaries = locateBinaries(home);
    if (!fs.existsSync(home.cluster)) {
      await initialise(home, binaries);
      log(
        `made a new database in ${home.folder}${home.user ? ` (account ${home.user.name})` : ''}`,
      );
    }
    checkMajorVersion(home, binaries);
    const isAdopted = await adopt(home);
    if (!isAdopted) await start(home, binaries, log);
    await ensureDatabase(home);
    return describe(home, isAdopted);
  } finally {
    release();
  }
}

/** Address of a data folder's database when its server runs, else null. Starts nothing. */
export async function findRunningPostgres(dataDir: string): Promise<string | null> {
  const home = findHome(path.resolve(dataDir));
  if (!home || (await probe(home)) !== 'ready') return null;
  return connectionUrl(home);
}

/** Two starts at once must not both make or start the database. */
async function takeStartLock(folder: string): Promise<() => void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const { lock, owner } = acquireLock(path.join(folder, 'postgres-start.lock'));
    if (lock) return lock.release;
    if (Date.now() > deadline) {
      throw new PostgresStartError(
        `Process ${owner.pid} has been starting this database too long.`,
      );
    }
    await delay(POLL_MS);
  }
}

function checkMajorVersion({ cluster }: PostgresHome, { major }: PostgresBinaries): void {
  const found = Number(fs.readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8'));
  if (found === major) return;
  throw new PostgresStartError(
    `The data folder was made by PostgreSQL ${found} and this program carries ${major}: ` +
      `make a backup with the program that wrote it (npm run backup), then restore it into a new data folder.`,
  );
}

/**
 * Waits for a server of this folder that is starting or stopping.
 * @returns whether one is there now and answers
 */
async function adopt(home: PostgresHome): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const found = readPostmasterFile(home.cluster);
    if (!found) return false;
    if ((await probe(home)) === 'ready') return true;
    if (!isServerProcess(found.pid, home.cluster)) return false;
    if (Date.now() > deadline) {
      throw new PostgresStartError(
        `A database server (process ${found.pid}) holds this data folder but does not answer: end it with  kill -INT ${found.pid}`,
      );
    }
    await delay(POLL_MS);
  }
}

async function start(
  home: PostgresHome,
  binaries: PostgresBinaries,
  log: (line: string) => void,
): Promise<void> {
  openRunFolder(home);
  await orphansGone(home);
  if (removeStaleLocks(home)) log('removed the lock of a database that no longer runs');
  const startLog = path.join(home.folder, 'start.log');
  const child = launch(home, binaries, startLog);
  let hasExited = false;
  child.once('exit', () => (hasExited = true));
  child.once('error', () => (hasExited = true));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while ((await probe(home)) !== 'ready') {
    if (hasExited) throw explainFailure(startOutput(home, startLog));
    if (Date.now() > deadline) throw explainFailure('no answer in time');
    await delay(POLL_MS);
  }
}

/** Children of a killed server end by themselves as soon as they notice. */
async function orphansGone({ cluster }: PostgresHome): Promise<void> {
  const deadline = Date.now() + FAST_STOP_TIMEOUT_MS;
  for (let left = processesOf(cluster); left.length > 0; left = processesOf(cluster)) {
    if (Date.now() > deadline) {
      throw new PostgresStartError(
        `Processes of an earlier database are still there: end them with  kill ${left.join(' ')}`,
      );
    }
    await delay(POLL_MS);
  }
  // Its own pid is free a moment later, unless this container has nobody who collects ended processes.
  const last = readPostmasterFile(cluster)?.pid;
  const reapDeadline = Date.now() + REAP_TIMEOUT_MS;
  while (last && isZombie(last) && Date.now() < reapDeadline) await delay(POLL_MS);
}

function launch(home: PostgresHome, binaries: PostgresBinaries, startLog: string): ChildProcess {
  const output = fs.openSync(startLog, 'w', 0o600);
  giveTo(home.user, startLog);
  const settings = Object.entries(serverSettings(home)).flatMap(([k, v]) => ['-c', `${k}=${v}`]);
  // In a session of its own: Ctrl-C in the terminal must reach the supervisor only, which stops the
  // database last; and a supervisor that is killed leaves the database for the next one to adopt.
  const child = spawn(binaries.postgres, ['-D', home.cluster, ...settings], {
    ...runAs(home.user),
    env: exactly({ LC_ALL: 'C', PATH: '/usr/bin:/bin', TZ: 'UTC' }),
    stdio: ['ignore', output, output],
    detached: true,
  });
  fs.closeSync(output);
  child.unref();
  return child;
}

function serverSettings(home: PostgresHome): Record<string, string> {
  return {
    listen_addresses: '',
    port: String(SOCKET_PORT),
    unix_socket_directories: home.runFolder,
    unix_socket_permissions: '0700',
    max_connections: '60',
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    jit: 'off',
    // An acknowledged check-in is on the disk.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // One file per weekday, written over a week later.
    logging_collector: 'on',
    log_directory: home.logFolder,
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    // Statements hold names and phone numbers of delegates: they stay out of the log.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    log_error_verbosity: 'terse',
  };
}

/** The server's first words go to start.log, later ones to its own log. */
function startOutput({ logFolder }: PostgresHome, startLog: string): string {
  const newest = fs
    .readdirSync(logFolder)
    .map((name) => path.join(logFolder, name))
    .toSorted((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)[0];
  const tail = (file: string) => fs.readFileSync(file, 'utf8').split('\n').slice(-15).join('\n');
  const early = tail(startLog);
  const isComplete = /FATAL|error while|could not/.test(early) || !newest;
  return isComplete ? early : tail(newest);
}

function describe(home: PostgresHome, isAdopted: boolean): RunningPostgres {
  const pid = readPostmasterFile(home.cluster)?.pid ?? 0;
  const isRunning = () => isServerProcess(pid, home.cluster);
  return {
    url: connectionUrl(home),
    pid,
    folder: home.folder,
    isAdopted,
    exited: untilGone(isRunning),
    stop: async () => {
      await stop(pid, isRunning);
      removeRunFolder(home);
    },
  };
}

/** The socket goes with the server; so does its folder, which is outside the data folder. */
function removeRunFolder({ runFolder }: PostgresHome): void {
  try {
    fs.rmdirSync(runFolder);
  } catch {
    // Not empty: another server has started meanwhile.
  }
}

async function untilGone(isRunning: () => boolean): Promise<void> {
  while (isRunning()) await delay(WATCH_MS, undefined, { ref: false });
}

async function stop(pid: number, isRunning: () => boolean): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!isRunning()) return;
    process.kill(pid, signal);
    const deadline = Date.now() + FAST_STOP_TIMEOUT_MS;
    while (isRunning() && Date.now() < deadline) await delay(POLL_MS);
  }
}
