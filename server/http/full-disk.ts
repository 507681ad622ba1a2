import { statfs } from 'node:fs/promises';
import type { CommandAnswer } from '#contract/command.ts';
import { refuse } from '../commands/execute.ts';
import type { Execute } from '../commands/execute.ts';

/** A segment of its journal, without which the database does not run. */
const NEEDED_BYTES = 16 * 1024 * 1024;

export type IsDiskFull = () => Promise<boolean>;

/**
 * Whether the disk of the embedded database has no room left for it to run.
 * @param folder of the database; undefined for one that runs elsewhere, of which nobody knows that
 */
export function watchDisk(folder: string | undefined): IsDiskFull {
  return async () => {
    if (folder === undefined) return false;
    const { bavail, bsize } = await statfs(folder).catch(() => ({ bavail: Infinity, bsize: 1 }));
    return bavail * bsize < NEEDED_BYTES;
  };
}

/**
 * A database that a full disk has ended is as silent as one that is starting; only the second comes back
 * by itself, so people are told which of them it is.
 */
export function tellFullDisk(execute: Execute, isDiskFull: IsDiskFull): Execute {
  return async (incoming): Promise<CommandAnswer<unknown>> => {
    const answer = await execute(incoming);
    const isAway = !answer.ok && answer.code === 'UNAVAILABLE';
    return isAway && (await isDiskFull()) ? refuse('DISK_FULL') : answer;
  };
}
