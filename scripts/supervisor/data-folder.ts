import fs from 'node:fs';
import path from 'node:path';
import type { HeldLock } from '../owner-lock.mjs';
import { acquireLock, lockOwner } from '../owner-lock.mjs';
import { ClearError } from '../report.mjs';

const LOCK = 'owner.lock';

/**
 * Makes the data folder when needed and becomes its one owner.
 * @throws ClearError when another start owns it, or it cannot be written
 */
export function takeDataFolder(dataDir: string): HeldLock {
  try {
    fs.mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    const { lock, owner } = acquireLock(path.join(dataDir, LOCK), { address: 'starting' });
    if (lock) return lock;
    throw new ClearError(
      `This data folder is in use by process ${owner.pid} (${String(owner.info['address'])}): ${dataDir}\n` +
        '  Stop that one first, or choose another folder with --data DIR.',
    );
  } catch (error) {
    if (error instanceof ClearError) throw error;
    throw new ClearError(explain(error as NodeJS.ErrnoException, dataDir));
  }
}

/** Who runs the application on this data folder now, or null. */
export function dataFolderOwner(dataDir: string): { pid: number; address: string } | null {
  const owner = lockOwner(path.join(dataDir, LOCK));
  return owner && { pid: owner.pid, address: String(owner.info['address']) };
}

function explain(error: NodeJS.ErrnoException, dataDir: string): string {
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full: nothing can be written into ${dataDir}.`;
    case 'EACCES':
    case 'EPERM':
      return `The data folder may not be written by this user: ${dataDir}`;
    case 'EROFS':
      return `The data folder is on a read-only file system: ${dataDir}`;
    case 'EEXIST':
    case 'ENOTDIR':
      return `The data folder's path leads to a file: ${dataDir}`;
    default:
      return `The data folder ${dataDir} cannot be used: ${error.message}`;
  }
}
