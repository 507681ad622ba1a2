/** What a file reader hands over: cells as they stand, with what a person should know about them. */
import type { LegacyEncoding } from '../text/legacy-encoding.ts';

export interface Cell {
  kind: 'text' | 'number' | 'date' | 'boolean' | 'error';
  /** As shown: digits of a number (with the zeros of its format), `yyyy-mm-dd` of a date. */
  text: string;
  /** CACHED: the value that the formula last had. UNCACHED: the file holds no value. */
  formula?: 'CACHED' | 'UNCACHED';
  /** The text was typed with a font of this encoding; `text` is decoded already. */
  legacy?: LegacyEncoding;
  /** The value stands in the first cell of a merged block above. */
  isFromMerge?: true;
}

export interface SheetRow {
  /** 1-based, as the spreadsheet program shows it. */
  number: number;
  /** By column, 0-based; empty cells are undefined. */
  cells: readonly (Cell | undefined)[];
  isHidden: boolean;
}

/** The text of a cell, '' for an empty one. */
export function cellText(row: SheetRow, column: number | null): string {
  return column === null ? '' : (row.cells[column]?.text ?? '');
}

/** A1-style name of a 0-based column: 0 → `A`, 27 → `AB`. */
export function columnName(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (column % 26));
}
