/**
 * A first quick pass over a sheet. Merged blocks are listed behind the rows, and whether the archive
 * is whole is known only at its end: both must be known before the first row is handed out.
 */
import type { Merge } from '#domain/roster/layout.ts';
import type { ReadLimits } from './limits.ts';
import { FileRefusal } from './refusal.ts';
import type { Package } from './zip.ts';

export interface SheetInspection {
  /** Unpacked size, for progress. */
  bytes: number;
  merges: Merge[];
}

const MERGE = /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"/g;
const OVERLAP = 128;

/** Unpacks the sheet once without parsing it; throws when it is damaged or expands too far. */
export async function inspectSheet(
  pack: Package,
  part: string,
  limits: ReadLimits,
): Promise<SheetInspection> {
  const merges: Merge[] = [];
  let bytes = 0;
  let tail = '';
  for await (const chunk of pack.read(part)) {
    bytes += chunk.length;
    if (bytes > limits.unpackedBytes) throw new FileRefusal('FILE_EXPANDS');
    tail = collect(tail + chunk.toString('latin1'), merges, limits);
  }
  return { bytes, merges };
}

/** Takes the merges out of the text and returns its unfinished end. */
function collect(text: string, merges: Merge[], limits: ReadLimits): string {
  if (!text.includes('mergeCell ')) return text.slice(-OVERLAP);
  let end = 0;
  for (const match of text.matchAll(MERGE)) {
    end = match.index + match[0].length;
    merges.push({
      left: columnNumber(match[1] ?? 'A'),
      top: Number(match[2]),
      right: columnNumber(match[3] ?? 'A'),
      bottom: Number(match[4]),
    });
    if (merges.length > limits.merges)
      throw new FileRefusal('FILE_TOO_MANY_TEXTS', 'merged blocks');
  }
  return text.slice(Math.max(end, text.length - OVERLAP));
}

/** `A` → 0, `AB` → 27. */
export function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters) number = number * 26 + (letter.charCodeAt(0) - 64);
  return number - 1;
}
