import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';

/** Raw signal: the moment of its first byte, as its name. */
const RAW = /^(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z\.(?:ts|mkv)$/;
/** On its way; nothing that anybody is shown. */
const UNFINISHED = /^(?:making|part)-/;
export const FORMATS = ['mp4', 'webm'] as const;
export type Format = (typeof FORMATS)[number];
export const POSTER = 'poster.jpg';
export const THUMBNAIL = /^(?:poster|chapter-\d{1,3})\.jpg$/;

/** The finished file. */
export function filmOf(format: Format = 'mp4'): string {
  return `recording.${format}`;
}

export function chapterThumbnail(index: number): string {
  return `chapter-${index}.jpg`;
}

export interface RawFile {
  name: string;
  bytes: number;
  beganAtMs: number;
}

/** The files of one recording: raw signal, the finished file, its thumbnails. */
export class RecordingFolder {
  readonly path: string;

  /** @param root of all broadcasts: a folder a session */
  constructor(root: string, place: { sessionId: string; id: string }) {
    this.path = path.join(root, place.sessionId, 'recording', place.id);
  }

  file(name: string): string {
    return path.join(this.path, name);
  }

  /** In the order in which they were written; empty ones are none. */
  async rawFiles(): Promise<RawFile[]> {
    const found: RawFile[] = [];
    for (const name of (await this.#names()).sort()) {
      const [, day, hours, minutes, seconds, ms] = RAW.exec(name) ?? [];
      if (day === undefined) continue;
      const { size } = await stat(this.file(name));
      const beganAtMs = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${ms}Z`);
      if (size > 0) found.push({ name, bytes: size, beganAtMs });
    }
    return found;
  }

  /** A name that nothing else writes to, also not a process that a kill left behind. */
  unfinished(kind: 'making' | 'part', extension: string): string {
    return `${kind}-${randomUUID()}.${extension}`;
  }

  async removeUnfinished(): Promise<void> {
    for (const name of await this.#names()) {
      if (UNFINISHED.test(name)) await rm(this.file(name), { force: true });
    }
  }

  async removeRaw(): Promise<void> {
    for (const name of await this.#names()) {
      if (RAW.test(name)) await rm(this.file(name), { force: true });
    }
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }

  /** Puts a file that is whole in its place, so that it is there after any kill or not at all. */
  async publish(unfinished: string, name: string): Promise<void> {
    await syncToDisk(this.file(unfinished));
    await rename(this.file(unfinished), this.file(name));
    await syncToDisk(this.path);
  }

  /** In bytes; null where there is no such file. */
  async sizeOf(name: string): Promise<number | null> {
    return stat(this.file(name)).then(
      ({ size }) => size,
      () => null,
    );
  }

  async sha256Of(name: string): Promise<string> {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(this.file(name), { highWaterMark: 1 << 20 })) {
      hash.update(chunk as Buffer);
    }
    return hash.digest('hex');
  }

  async hasRoomFor(bytes: number): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.path);
    return bavail * bsize > bytes;
  }

  async #names(): Promise<string[]> {
    return readdir(this.path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
  }
}

async function syncToDisk(name: string): Promise<void> {
  const handle = await open(name, 'r');
  await handle.sync().finally(() => handle.close());
}
