/** Uploaded files, in the data folder until they are committed or discarded. */
import { createHash } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Refusal } from '../commands/refusal.ts';

export interface UploadFolder {
  pathOf: (jobId: string) => string;
  /**
   * Stores a stream and makes it durable.
   * @throws Refusal TOO_LARGE, DISK_FULL; nothing is left behind then
   */
  store: (jobId: string, source: Readable) => Promise<{ bytes: number; sha256: string }>;
  remove: (jobId: string) => Promise<void>;
}

export function openUploadFolder(dataDir: string, maxBytes: number): UploadFolder {
  const folder = join(dataDir, 'uploads');
  const pathOf = (jobId: string): string => join(folder, `${jobId}.upload`);
  const remove = (jobId: string): Promise<void> => rm(pathOf(jobId), { force: true });
  return {
    pathOf,
    remove,
    store: async (jobId, source) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      try {
        return await write(pathOf(jobId), source, maxBytes);
      } catch (error) {
        await remove(jobId);
        const { code } = error as { code?: unknown };
        throw code === 'ENOSPC' || code === 'EDQUOT' ? new Refusal('DISK_FULL') : error;
      }
    },
  };
}

async function write(
  path: string,
  source: Readable,
  maxBytes: number,
): Promise<{ bytes: number; sha256: string }> {
  const file = await open(path, 'w', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    // Not destroyed when refused: the sender is to read the refusal, not a broken connection.
    for await (const chunk of source.iterator({
      destroyOnReturn: false,
    }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new Refusal('TOO_LARGE', { maxBytes });
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
