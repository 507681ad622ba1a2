/** The rows of a text table: encoding, separator and quotes are found out first. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import type { Cell, SheetRow } from '#domain/roster/cell.ts';
import type { ReadLimits } from './limits.ts';
import { FileRefusal } from './refusal.ts';
import { isUtf16WithoutMark } from './sniff.ts';

export type CsvEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1258';
export type CsvSeparator = ',' | ';' | '\t' | '|';

export interface CsvFormat {
  encoding: CsvEncoding;
  separator: CsvSeparator;
}

const SAMPLE_BYTES = 256 * 1024;

/** Finds encoding and separator from the first 256 KiB. */
export async function detectCsvFormat(path: string): Promise<CsvFormat> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    const sample = buffer.subarray(0, bytesRead);
    const encoding = detectEncoding(sample);
    return { encoding, separator: detectSeparator(new TextDecoder(encoding).decode(sample)) };
  } finally {
    await file.close();
  }
}

function detectEncoding(sample: Buffer): CsvEncoding {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  if (isUtf16WithoutMark(sample)) return sample[0] === 0 ? 'utf-16be' : 'utf-16le';
  try {
    // `stream` tolerates a letter that the sample's end cuts in two.
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1258';
  }
}

/** The separator that splits the first lines most evenly; quoted parts do not count. */
function detectSeparator(text: string): CsvSeparator {
  const lines = text
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 60);
  const score = (separator: string): number => {
    const counts = lines.map((line) => line.split(separator).length - 1);
    const usual = [...counts].sort((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
    return usual === 0 ? 0 : counts.filter((count) => count === usual).length * Math.min(usual, 30);
  };
  const candidates: CsvSeparator[] = ['\t', ';', ',', '|'];
  return candidates.reduce((best, next) => (score(next) > score(best) ? next : best), ',');
}

const BATCH_ROWS = 500;

/** Yields rows in batches; `onBytes` is told how much of the file was read. */
export async function* readCsvRows(options: {
  path: string;
  format: CsvFormat;
  limits: ReadLimits;
  onBytes: (bytes: number) => void;
}): AsyncGenerator<SheetRow[]> {
  const { limits } = options;
  const parser = createParser(options.format.separator);
  const flow = pipeline(Readable.from(decodedChunks(options)), parser).catch(() => undefined);
  let batch: SheetRow[] = [];
  let count = 0;
  try {
    for await (const record of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      const row = toRow(record.record, count + 1, limits);
      count += 1;
      if (count > limits.rows) throw new FileRefusal('FILE_TOO_MANY_ROWS');
      if (row !== null) batch.push(row);
      if (batch.length >= BATCH_ROWS) {
        yield batch;
        batch = [];
      }
    }
  } catch (error) {
    throw error instanceof FileRefusal ? error : new FileRefusal('FILE_DAMAGED', String(error));
  }
  await flow;
  if (batch.length > 0) yield batch;
}

function createParser(separator: CsvSeparator): ReturnType<typeof parse> {
  return parse({
    delimiter: separator,
    info: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: false,
    // A quote that never closes would swallow the file: stop where no cell can be that long.
    max_record_size: 1024 * 1024,
  });
}

async function* decodedChunks(options: {
  path: string;
  format: CsvFormat;
  onBytes: (bytes: number) => void;
}): AsyncGenerator<string> {
  const decoder = new TextDecoder(options.format.encoding);
  let bytes = 0;
  for await (const chunk of createReadStream(options.path) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    options.onBytes(bytes);
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

/** Excel writes `="00123"` to keep zeros. */
const KEPT_TEXT = /^="(.*)"$/s;

function toRow(record: readonly string[], number: number, limits: ReadLimits): SheetRow | null {
  let hasValue = false;
  const cells = record.map((raw, column): Cell | undefined => {
    const value = KEPT_TEXT.exec(raw)?.[1] ?? raw;
    if (value.trim() === '') return undefined;
    if (column >= limits.columns) throw new FileRefusal('FILE_TOO_MANY_COLUMNS');
    hasValue = true;
    const isError = /^#(REF|N\/A|VALUE|NAME|DIV\/0|NULL|NUM)[!?]?$/.test(value.trim());
    if (isError) return { kind: 'error', text: value.trim() };
    if (/^=\S/.test(value))
      return { kind: 'text', text: value.slice(0, limits.cellChars), formula: 'UNCACHED' };
    return { kind: 'text', text: value.slice(0, limits.cellChars) };
  });
  return hasValue ? { number, cells, isHidden: false } : null;
}
