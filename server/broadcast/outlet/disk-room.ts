import fs from 'node:fs';

/** Whether writing into a folder still leaves its disk so much; a disk that cannot be asked has none. */
export function hasRoom({ folder, leastFreeBytes }: DiskRoom): boolean {
  try {
    const { bavail, bsize } = fs.statfsSync(folder);
    return bavail * bsize > leastFreeBytes;
  } catch {
    return false;
  }
}

export interface DiskRoom {
  folder: string;
  leastFreeBytes: number;
}
