import fs from 'node:fs';
import path from 'node:path';

/** What a running server writes into its own folder. */
export interface PostmasterFile {
  pid: number;
  socketFolder: string;
  port: number;
}

/** @returns null when there is none, or it is torn */
export function readPostmasterFile(cluster: string): PostmasterFile | null {
  let text: string;
  try {
    text = fs.readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8');
  } catch {
    return null;
  }
  const [pid, , , port, socketFolder] = text.split('\n');
  if (!pid || !Number.isInteger(Number(pid))) return null;
  return { pid: Math.abs(Number(pid)), port: Number(port), socketFolder: socketFolder ?? '' };
}

/**
 * Every process that works in this database folder: the server and, for a moment after it was
 * killed, its orphaned children. A PostgreSQL process stands in its database's folder, so a pid
 * that another program has now is told apart.
 */
export function processesOf(cluster: string): number[] {
  const folder = fs.realpathSync(cluster);
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => worksIn(pid, folder));
}

/** Whether `pid` is a process of the server of this folder. */
export function isServerProcess(pid: number, cluster: string): boolean {
  // A folder that has been removed has no server.
  return fs.existsSync(cluster) && worksIn(pid, fs.realpathSync(cluster));
}

function worksIn(pid: number, folder: string): boolean {
  try {
    const program = path.basename(fs.readlinkSync(`/proc/${pid}/exe`)).replace(/ \(deleted\)$/, '');
    return program === 'postgres' && fs.readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    return false;
  }
}

/** A process that has ended and that its parent has not yet noticed; its pid is still taken. */
export function isZombie(pid: number): boolean {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}

interface LockPlaces {
  cluster: string;
  runFolder: string;
}

/**
 * Removes locks whose pid another program has got since, and ones that were killed or lost power before
 * their pid was written: PostgreSQL would refuse to start. Call it only when no process works in the
 * folder any more. A lock whose pid is free is left alone:
 * PostgreSQL then checks by itself that no orphan is attached to its old memory.
 * @returns whether a lock was removed
 */
export function removeStaleLocks({ cluster, runFolder }: LockPlaces): boolean {
  const locks = [
    path.join(cluster, 'postmaster.pid'),
    ...filesIn(runFolder).filter((file) => file.endsWith('.lock')),
  ];
  const stale = locks.filter((file) => {
    const pid = pidIn(file);
    return pid !== null && (Number.isNaN(pid) || fs.existsSync(`/proc/${pid}`));
  });
  for (const file of stale) fs.rmSync(file, { force: true });
  return stale.length > 0;
}

function filesIn(folder: string): string[] {
  return fs.existsSync(folder) ? fs.readdirSync(folder).map((name) => path.join(folder, name)) : [];
}

/** @returns null when there is no such file, NaN when no pid stands in it */
function pidIn(file: string): number | null {
  try {
    return Math.abs(Number.parseInt(fs.readFileSync(file, 'utf8'), 10)) || NaN;
  } catch {
    return null;
  }
}
