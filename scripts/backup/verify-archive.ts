import type { ArchiveHeader, ArchiveTable } from './archive.ts';
import { damaged, headerSchema, readFrames, tableSchema } from './archive.ts';

const LINE_FEED = 10;

/**
 * Reads a whole archive: its seal, its order, and that each table has as many rows as it says (one line
 * each: COPY text writes a line feed inside a value as two characters).
 * @throws ClearError
 */
export async function verifyArchive(
  file: string,
): Promise<{ header: ArchiveHeader; tables: ArchiveTable[] }> {
  let header: ArchiveHeader | null = null;
  const tables: ArchiveTable[] = [];
  let missing = 0;
  for await (const { kind, payload } of readFrames(file)) {
    if (kind === 'H') header = headerSchema.parse(JSON.parse(payload.toString()));
    if (kind === 'D') missing -= countLines(payload);
    if (kind !== 'T') continue;
    if (missing !== 0) throw damaged(file);
    const table = tableSchema.parse(JSON.parse(payload.toString()));
    tables.push(table);
    missing = table.rows;
  }
  if (!header || missing !== 0) throw damaged(file);
  return { header, tables };
}

function countLines(payload: Buffer): number {
  let lines = 0;
  for (let at = payload.indexOf(LINE_FEED); at !== -1; at = payload.indexOf(LINE_FEED, at + 1))
    lines++;
  return lines;
}
