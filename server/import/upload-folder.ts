/** Uploaded files, in the data folder until they are committed or discarded. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Refusal } from '../commands/refusal.ts';

/** Bytes that came in whole and are on the disk, not yet the file of their job. */
export interface StoredUpload {
  bytes: number;
  sha256: string;
  /** Makes them the file of the job. */
  keep(): Promise<void>;
  /** Throws them away. */
  drop(): Promise<void>;
}

export interface UploadFolder {
  pathOf: (jobId: string) => string;
  /**
   * Stores a stream and makes it durable, beside whatever else is sent for the same job.
   * @throws Refusal TOO_LARGE, DISK_FULL; nothing is left behind then
   */
  store: (jobId: string, source: Readable) => Promise<StoredUpload>;
  /** Removes what uploads left behind that a stop of the server cut off. */
  clearOrphans: () => Promise<void>;
  remove: (jobId: string) => Promise<void>;
}

/**
 * @param hasRoom asked again and again while a file grows: another one may grow beside it
 */
export function openUploadFolder(
  dataDir: string,
  maxBytes: number,
  hasRoom: () => Promise<boolean> = () => Promise.resolve(true),
): UploadFolder {
  const folder = join(dataDir, 'uploads');
  const pathOf = (jobId: string): string => join(folder, `${jobId}.upload`);
  const remove = (jobId: string): Promise<void> => rm(pathOf(jobId), { force: true });
  /** Of this run: no orphans, however early they come. */
  const ownParts = new Set<string>();
  return {
    pathOf,
    remove,
    store: async (jobId, source) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = `${jobId}.part.${randomUUID()}`;
      const part = join(folder, name);
      ownParts.add(name);
      const drop = async (): Promise<void> => {
        await rm(part, { force: true });
        ownParts.delete(name);
      };
      const keep = async (): Promise<void> => {
        await rename(part, pathOf(jobId));
        ownParts.delete(name);
        await syncFolder(folder);
      };
      try {
        return { ...(await write(part, source, { maxBytes, hasRoom })), keep, drop };
      } catch (error) {
        await drop();
        const { code } = error as { code?: unknown };
        throw code === 'ENOSPC' || code === 'EDQUOT' ? new Refusal('DISK_FULL') : error;
      }
    },
    clearOrphans: async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const names = (await readdir(folder)).filter((name) => name.includes('.part.'));
      const orphans = names.filter((name) => !ownParts.has(name));
      await Promise.all(orphans.map((name) => rm(join(folder, name), { force: true })));
    },
  };
}

const LOOK_EVERY_BYTES = 4 * 1024 * 1024;

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function write(
  path: string,
  source: Readable,
  { maxBytes, hasRoom }: { maxBytes: number; hasRoom: () => Promise<boolean> },
): Promise<{ bytes: number; sha256: string }> {
  const file = await open(path, 'w', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  let lookAtBytes = 0;
  try {
    // Not destroyed when refused: the sender is to read the refusal, not a broken connection.
    for await (const chunk of source.iterator({
      destroyOnReturn: false,
    }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new Refusal('TOO_LARGE', { maxBytes });
      if (bytes > lookAtBytes) {
        if (!(await hasRoom())) throw new Refusal('DISK_FULL');
        lookAtBytes = bytes + LOOK_EVERY_BYTES;
      }
      hash.update(chunk);
      // `write` alone may take a part of the chunk only, e.g. when the disk fills up.
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}
