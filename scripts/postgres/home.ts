import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { PostgresStartError, explainFailure } from './start-error.ts';
import type { SystemUser } from './system-user.ts';
import { canWriteFolder, databaseUser, giveTo } from './system-user.ts';

/** Folders of one embedded database. */
export interface PostgresHome {
  /** Holds `cluster/`, `password` and `log/`; appears at once when the database is complete. */
  folder: string;
  cluster: string;
  passwordFile: string;
  logFolder: string;
  /** Holds the socket; short, because a socket's path may have 107 bytes. */
  runFolder: string;
  /** For copies of the programs that the database's account can read. */
  copyRoot: string;
  user: SystemUser | null;
}

/** Used as root when the data folder is closed to the account that the database runs under. */
const SYSTEM_ROOT = '/var/lib/diem-cau';
const POINTER = 'postgres-location';
const FOLDER = 'postgres';

/**
 * Decides where a data folder's database lives, and makes the folders around it.
 * Normally `<data>/postgres`. As root under a private folder (`/root/…`) PostgreSQL, which refuses
 * to be root, could not enter it: then a folder under /var/lib, named in `<data>/postgres-location`.
 * @throws PostgresStartError
 */
export function openHome(dataDir: string): PostgresHome {
  try {
    fs.mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    const parent = readPointer(dataDir) ?? choose(dataDir);
    return describe(parent, dataDir);
  } catch (error) {
    if (error instanceof PostgresStartError) throw error;
    throw explainFailure((error as Error).message);
  }
}

/** The home of an existing database, or null; changes nothing on the disk. */
export function findHome(dataDir: string): PostgresHome | null {
  const home = describe(readPointer(dataDir) ?? dataDir, dataDir);
  return fs.existsSync(home.cluster) ? home : null;
}

function readPointer(dataDir: string): string | null {
  const pointer = path.join(dataDir, POINTER);
  return fs.existsSync(pointer) ? fs.readFileSync(pointer, 'utf8').trim() : null;
}

function choose(dataDir: string): string {
  const user = databaseUser(path.join(dataDir, FOLDER));
  if (!user || fs.existsSync(path.join(dataDir, FOLDER))) return dataDir;
  const trial = path.join(dataDir, `.reachable-${process.pid}`);
  fs.mkdirSync(trial, { mode: 0o700 });
  try {
    giveTo(user, trial);
    if (canWriteFolder(user, trial)) return dataDir;
  } finally {
    fs.rmSync(trial, { recursive: true, force: true });
  }
  const parent = path.join(SYSTEM_ROOT, randomUUID());
  fs.mkdirSync(parent, { recursive: true, mode: 0o711 });
  fs.writeFileSync(path.join(dataDir, POINTER), `${parent}\n`);
  return parent;
}

function describe(parent: string, dataDir: string): PostgresHome {
  const folder = path.join(parent, FOLDER);
  const user = databaseUser(folder);
  const key = createHash('sha256').update(path.resolve(parent)).digest('hex').slice(0, 16);
  return {
    folder,
    cluster: path.join(folder, 'cluster'),
    passwordFile: path.join(folder, 'password'),
    logFolder: path.join(folder, 'log'),
    runFolder: path.join('/tmp', `diem-cau-${process.getuid?.() ?? 0}-${key}`),
    copyRoot: user ? SYSTEM_ROOT : path.join(dataDir, 'programs'),
    user,
  };
}

/**
 * Makes the socket's folder, private to the database's account. /tmp is shared: a folder that
 * somebody else prepared under this name is refused.
 */
export function openRunFolder({ runFolder, user }: PostgresHome): void {
  if (!fs.existsSync(runFolder)) {
    fs.mkdirSync(runFolder, { mode: 0o700 });
    giveTo(user, runFolder);
  }
  const found = fs.lstatSync(runFolder);
  const owner = user?.uid ?? process.getuid?.();
  if (!found.isDirectory() || found.uid !== owner || (found.mode & 0o077) !== 0) {
    throw new PostgresStartError(
      `${runFolder} belongs to another user: remove it and start again.`,
    );
  }
}
