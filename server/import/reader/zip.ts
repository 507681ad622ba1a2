/** The parts of a workbook, unpacked as streams that count what comes out. */
import type { Readable } from 'node:stream';
import type { Entry, ZipFile } from 'yauzl';
import yauzl from 'yauzl';
import type { ReadLimits } from './limits.ts';
import { FileRefusal } from './refusal.ts';

export interface Package {
  /** Sizes as the archive declares them; the streams enforce them. */
  parts: ReadonlyMap<string, Entry>;
  /** Unpacked bytes of one part, chunk by chunk; throws FILE_EXPANDS or FILE_DAMAGED. */
  read: (name: string) => AsyncGenerator<Buffer>;
  /** A small part as text. */
  readText: (name: string) => Promise<string>;
  close: () => void;
}

/** Opens an archive and checks its directory against the limits before anything is unpacked. */
export async function openPackage(path: string, limits: ReadLimits): Promise<Package> {
  const zip = await openZip(path);
  const parts = await readDirectory(zip, limits);
  let unpacked = 0;
  async function* read(name: string): AsyncGenerator<Buffer> {
    const entry = parts.get(name);
    if (entry === undefined) throw new FileRefusal('FILE_DAMAGED', `no ${name}`);
    const stream = await openEntry(zip, entry);
    let own = 0;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        own += chunk.length;
        unpacked += chunk.length;
        checkExpansion({ limits, unpacked, own, packed: entry.compressedSize });
        yield chunk;
      }
    } catch (error) {
      throw error instanceof FileRefusal ? error : new FileRefusal('FILE_DAMAGED', String(error));
    } finally {
      stream.destroy();
    }
  }
  return { parts, read, readText: (name) => readText(read(name)), close: () => zip.close() };
}

function checkExpansion(at: {
  limits: ReadLimits;
  unpacked: number;
  own: number;
  packed: number;
}): void {
  const { limits, unpacked, own, packed } = at;
  const isTooDense = own > limits.ratioFromBytes && own > packed * limits.ratio;
  // A table is read twice (see inspectSheet), hence twice the limit.
  if (isTooDense || unpacked > 2 * limits.unpackedBytes) throw new FileRefusal('FILE_EXPANDS');
}

const SMALL_PART_BYTES = 16 * 1024 * 1024;

async function readText(chunks: AsyncGenerator<Buffer>): Promise<string> {
  const kept: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > SMALL_PART_BYTES) throw new FileRefusal('FILE_EXPANDS');
    kept.push(chunk);
  }
  return Buffer.concat(kept).toString('utf8');
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) reject(new FileRefusal('FILE_DAMAGED', error.message));
      else resolve(zip);
    });
  });
}

function readDirectory(zip: ZipFile, limits: ReadLimits): Promise<Map<string, Entry>> {
  const parts = new Map<string, Entry>();
  const { promise, resolve, reject } = Promise.withResolvers<Map<string, Entry>>();
  zip.on('entry', (entry: Entry) => {
    parts.set(entry.fileName.replace(/^\//, ''), entry);
    if (parts.size > limits.entries) reject(new FileRefusal('FILE_EXPANDS', 'too many parts'));
    else zip.readEntry();
  });
  zip.on('end', () => resolve(parts));
  zip.on('error', (error: Error) => reject(new FileRefusal('FILE_DAMAGED', error.message)));
  zip.readEntry();
  return promise.catch((error: unknown) => {
    zip.close();
    throw error;
  });
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  if ((entry.generalPurposeBitFlag & 1) === 1) throw new FileRefusal('FILE_PASSWORD');
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(new FileRefusal('FILE_DAMAGED', error.message));
      else resolve(stream);
    });
  });
}
