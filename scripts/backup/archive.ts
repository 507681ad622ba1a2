import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import { z } from 'zod';
import { ClearError } from '../report.mjs';

/**
 * One file: a Zstandard stream of frames. A frame is a letter, a length (u32, big-endian) and that many
 * bytes. `H` header, then for each table `T` and its `D` (rows as COPY text), at the end `Z` with the
 * SHA-256 of everything before it.
 */
const FRAME_HEAD_BYTES = 5;
const ROWS_FRAME_BYTES = 256 * 1024;
const LARGEST_FRAME_BYTES = 64 * 1024 * 1024;

export const headerSchema = z.object({
  format: z.literal('diem-cau-backup-1'),
  createdAt: z.string(),
  programVersion: z.string(),
  /** Which migrations the database had (their `when`, ms). */
  migrations: z.array(z.number()),
  /** Next numbers of the sequences, by qualified name. */
  sequences: z.record(z.string(), z.string()),
  secrets: z.object({ masterKey: z.string(), authSecret: z.string() }),
});
export type ArchiveHeader = z.infer<typeof headerSchema>;

export const tableSchema = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.number(),
});
export type ArchiveTable = z.infer<typeof tableSchema>;

export class ArchiveWriter {
  readonly #compress = createZstdCompress();
  readonly #hash = createHash('sha256');
  readonly #finished: Promise<void>;
  #rows: Buffer[] = [];
  #rowBytes = 0;
  #room: Promise<void> | null = null;

  /** The file is private: it holds the keys from which links are derived. */
  constructor(file: string) {
    const target = fs.createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true });
    this.#finished = finished(this.#compress.pipe(target));
    this.#compress.on('error', (error) => target.destroy(error));
    this.#finished.catch(() => {});
  }

  header(header: ArchiveHeader): void {
    this.#frame('H', Buffer.from(JSON.stringify(header)));
  }

  /** Begins a table, whose rows follow. */
  table(table: ArchiveTable): void {
    this.#flushRows();
    this.#frame('T', Buffer.from(JSON.stringify(table)));
  }

  /**
   * @param chunk copied: its memory may be used again
   * @returns a promise to wait for when the disk is slower than the caller
   */
  rows(chunk: Buffer): Promise<void> | null {
    this.#rows.push(Buffer.from(chunk));
    this.#rowBytes += chunk.length;
    if (this.#rowBytes >= ROWS_FRAME_BYTES) this.#flushRows();
    if (!this.#compress.writableNeedDrain) return null;
    this.#room ??= Promise.race([once(this.#compress, 'drain'), this.#finished]).then(() => {
      this.#room = null;
    });
    return this.#room;
  }

  /** Seals the archive; resolves when it is on the disk. */
  async end(): Promise<void> {
    this.#flushRows();
    this.#frame('Z', Buffer.from(JSON.stringify({ sha256: this.#hash.copy().digest('hex') })));
    this.#compress.end();
    await this.#finished;
  }

  #flushRows(): void {
    if (this.#rowBytes > 0) this.#frame('D', Buffer.concat(this.#rows));
    this.#rows = [];
    this.#rowBytes = 0;
  }

  #frame(kind: 'H' | 'T' | 'D' | 'Z', payload: Buffer): void {
    const head = Buffer.alloc(FRAME_HEAD_BYTES);
    head.write(kind, 'latin1');
    head.writeUInt32BE(payload.length, 1);
    this.#hash.update(head).update(payload);
    this.#compress.write(head);
    this.#compress.write(payload);
  }
}

export interface Frame {
  kind: string;
  payload: Buffer;
}

/**
 * Reads an archive frame by frame and checks its seal at the end.
 * @throws ClearError when it is not an archive, torn or altered
 */
export async function* readFrames(file: string): AsyncGenerator<Frame> {
  const hash = createHash('sha256');
  let isSealed = false;
  for await (const { head, payload } of rawFrames(file)) {
    const kind = head.toString('latin1', 0, 1);
    if (isSealed) throw damaged(file);
    if (kind === 'Z') {
      const { sha256 } = JSON.parse(payload.toString()) as { sha256: string };
      if (sha256 !== hash.digest('hex')) throw damaged(file);
      isSealed = true;
      continue;
    }
    hash.update(head).update(payload);
    yield { kind, payload };
  }
  if (!isSealed) throw damaged(file);
}

async function* rawFrames(file: string): AsyncGenerator<{ head: Buffer; payload: Buffer }> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of decompressed(file)) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (rest.length - at >= FRAME_HEAD_BYTES) {
      const length = rest.readUInt32BE(at + 1);
      if (length > LARGEST_FRAME_BYTES) throw damaged(file);
      const end = at + FRAME_HEAD_BYTES + length;
      if (rest.length < end) break;
      yield {
        head: rest.subarray(at, at + FRAME_HEAD_BYTES),
        payload: rest.subarray(at + FRAME_HEAD_BYTES, end),
      };
      at = end;
    }
    rest = rest.subarray(at);
  }
  if (rest.length > 0) throw damaged(file);
}

async function* decompressed(file: string): AsyncGenerator<Buffer> {
  const source = fs.createReadStream(file);
  const stream = source.pipe(createZstdDecompress());
  source.on('error', (error) => stream.destroy(error));
  try {
    yield* stream as AsyncIterable<Buffer>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new ClearError(`There is no file ${file}`);
    if ((error as NodeJS.ErrnoException).syscall) throw error;
    throw damaged(file);
  }
}

/** The one sentence for every way in which a file can be wrong. */
export function damaged(file: string): ClearError {
  return new ClearError(
    `${file} is not a whole backup (wrong kind of file, torn or altered). Nothing was changed.`,
  );
}
