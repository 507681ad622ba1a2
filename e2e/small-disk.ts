import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  rmSync,
  rmdirSync,
  statfsSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A disk of its own for a test, and something that takes its room. */
export interface SmallDisk {
  folder: string;
  /** Takes room until so much is left; with 0, to the last byte. */
  leave(bytes: number): void;
  /** Gives back everything that `leave` took. */
  empty(): void;
  remove(): void;
}

const PIECE_BYTES = 65_536;

/** @returns null where no disk can be mounted: only root may, and not in every container */
export function mountSmallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'diem-cau-disk-'));
  const options = `size=${megabytes}m,mode=711`;
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status !== 0) {
    rmdirSync(folder);
    return null;
  }
  const ballast = path.join(folder, 'ballast');
  return {
    folder,
    leave: (bytes) => {
      closeSync(openSync(ballast, 'a'));
      if (freeBytesOf(folder) < bytes) truncateSync(ballast);
      take(folder, ballast, bytes);
    },
    empty: () => rmSync(ballast, { force: true }),
    remove: () => {
      spawnSync('umount', [folder]);
      rmdirSync(folder);
    },
  };
}

export function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function take(folder: string, ballast: string, leastBytes: number): void {
  const file = openSync(ballast, 'a');
  let bytes = PIECE_BYTES;
  while (bytes >= 1 && (leastBytes === 0 || freeBytesOf(folder) > leastBytes)) {
    try {
      writeSync(file, Buffer.alloc(bytes));
    } catch {
      bytes = Math.floor(bytes / 16);
    }
  }
  closeSync(file);
}
