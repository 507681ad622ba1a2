import { readFileSync } from 'node:fs';

/** The share of its time that a process had to wait for a core before its silence is no proof. */
const EXCUSED_SHARE = 0.2;

/**
 * How long a process, ready to run, has waited for a core since it began, in ms; null where the system
 * does not tell (Linux: `/proc/PID/schedstat`).
 */
export function coreWaitMs(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return null;
  }
}

/** Whether a process that did not answer meanwhile was kept from it by others, not by itself. */
export function wasStarved(waited: {
  beforeMs: number | null;
  afterMs: number | null;
  elapsedMs: number;
}): boolean {
  const { beforeMs, afterMs, elapsedMs } = waited;
  if (beforeMs === null || afterMs === null) return false;
  return afterMs - beforeMs > EXCUSED_SHARE * elapsedMs;
}
