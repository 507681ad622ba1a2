/** Finding the header of a table below its title rows, in one row or in two merged ones. */
import { cleanText, foldWords } from '../text/fold.ts';
import type { SheetRow } from './cell.ts';
import { cellText } from './cell.ts';
import type { ImportField, ImportKind } from './fields.ts';
import { fieldOfTitle } from './fields.ts';

export interface LayoutColumn {
  /** 0-based. */
  column: number;
  /** As in the file; the two rows of a merged header joined by ` / `. */
  title: string;
  field: ImportField | null;
}

export interface Layout {
  /** Sheet of the workbook, 0-based; 0 for CSV. */
  sheet: number;
  /** 1-based numbers of the header's first and last row; both 0 when the file has no header. */
  headerFrom: number;
  headerTo: number;
  columns: LayoutColumn[];
}

/** A rectangle of merged cells: rows 1-based, columns 0-based, both ends included. */
export interface Merge {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

const HEADER_SEARCH_ROWS = 40;

interface Candidate {
  from: SheetRow;
  to: SheetRow;
  columns: LayoutColumn[];
  /** Twice the mapped columns, less one for a second row: a title above a header is no part of it. */
  score: number;
}

/**
 * The most header-like row or pair of rows among the first 40, or null when none names a person
 * (roster) or a hall (hall list) and at least one more column.
 */
export function detectLayout(options: {
  kind: ImportKind;
  sheet: number;
  rows: readonly SheetRow[];
  merges: readonly Merge[];
}): Layout | null {
  const { kind, sheet, merges } = options;
  const rows = options.rows.slice(0, HEADER_SEARCH_ROWS).map((row) => spreadMerges(row, merges));
  let best: Candidate | null = null;
  for (const [index, row] of rows.entries()) {
    for (const candidate of candidatesAt(kind, row, rows[index + 1])) {
      if (best === null || candidate.score > best.score) best = candidate;
    }
  }
  if (best === null || best.score < 3) return null;
  return { sheet, headerFrom: best.from.number, headerTo: best.to.number, columns: best.columns };
}

function candidatesAt(kind: ImportKind, row: SheetRow, below: SheetRow | undefined): Candidate[] {
  const pairs: (readonly [SheetRow, SheetRow])[] = [[row, row]];
  if (below !== undefined && below.number === row.number + 1) pairs.push([row, below]);
  return pairs
    .map(([from, to]) => {
      const columns = mapColumns(kind, from, to === from ? undefined : to);
      const mapped = columns.filter((column) => column.field).length;
      return { from, to, columns, score: 2 * mapped - (to === from ? 0 : 1) };
    })
    .filter((candidate) => namesSomebody(kind, candidate.columns));
}

function namesSomebody(kind: ImportKind, columns: readonly LayoutColumn[]): boolean {
  const fields = new Set(columns.map((column) => column.field));
  if (kind === 'SITES') return fields.has('name');
  return fields.has('fullName') || (fields.has('familyAndMiddle') && fields.has('given'));
}

/** The same layout with other fields for some columns, as the organiser corrected it. */
export function withFields(layout: Layout, fields: Record<number, ImportField | null>): Layout {
  const columns = layout.columns.map((column) =>
    column.column in fields ? { ...column, field: fields[column.column] ?? null } : column,
  );
  return { ...layout, columns };
}

function mapColumns(
  kind: ImportKind,
  upper: SheetRow,
  lower: SheetRow | undefined,
): LayoutColumn[] {
  const width = Math.max(upper.cells.length, lower?.cells.length ?? 0);
  const columns: LayoutColumn[] = [];
  for (let column = 0; column < width; column += 1) {
    const parent = cleanText(parentTitle({ upper, lower, column }));
    const child = lower === undefined ? '' : cleanText(cellText(lower, column));
    const title =
      child === '' || child === parent ? parent : [parent, child].filter(Boolean).join(' / ');
    columns.push({ column, title, field: fieldOfTitles(kind, parent, child) });
  }
  return dropRepeatedFields(splitNameColumns(columns));
}

/** Without merge information a blank upper cell over a sub-title continues the title on its left. */
function parentTitle(at: { upper: SheetRow; lower: SheetRow | undefined; column: number }): string {
  const { upper, lower, column } = at;
  const own = cellText(upper, column);
  if (own !== '' || lower === undefined || cellText(lower, column) === '') return own;
  for (let left = column - 1; left >= 0; left -= 1) {
    const title = cellText(upper, left);
    if (title !== '') return cellText(lower, left) === '' ? '' : title;
  }
  return '';
}

const GENERIC_CHILD = new Set(['ma', 'ma so', 'ten', 'so']);

function fieldOfTitles(
  kind: ImportKind,
  parentTitleText: string,
  childTitle: string,
): ImportField | null {
  const parent = foldWords(parentTitleText);
  const child = foldWords(childTitle);
  if (child === '' || child === parent) return fieldOfTitle(kind, parent);
  if (parent === '') return fieldOfTitle(kind, child);
  const isName = fieldOfTitle(kind, parent) === 'fullName';
  const own = GENERIC_CHILD.has(child) && !isName ? null : fieldOfTitle(kind, child);
  return (
    fieldOfTitle(kind, `${child} ${parent}`) ??
    fieldOfTitle(kind, `${parent} ${child}`) ??
    own ??
    fieldOfTitle(kind, parent)
  );
}

/** `Họ và tên` over two columns: family and middle names, then the given name. */
function splitNameColumns(columns: LayoutColumn[]): LayoutColumn[] {
  const hasFamily = columns.some((column) => column.field === 'familyAndMiddle');
  return columns.map((column, index) => {
    const next = columns[index + 1];
    const before = columns[index - 1];
    const isFull = column.field === 'fullName';
    if (isFull && next?.field === 'fullName' && next.title === column.title) {
      return { ...column, field: 'familyAndMiddle' };
    }
    if (isFull && before?.field === 'fullName' && before.title === column.title) {
      return { ...column, field: 'given' };
    }
    if (column.field === 'given' && !hasFamily) return { ...column, field: 'fullName' };
    return column;
  });
}

/** Only the birth year may stand in two columns (`Nam`, `Nữ`); else the first column has the field. */
function dropRepeatedFields(columns: LayoutColumn[]): LayoutColumn[] {
  const seen = new Set<ImportField>();
  return columns.map((column) => {
    if (column.field === null || column.field === 'birth') return column;
    if (seen.has(column.field)) return { ...column, field: null };
    seen.add(column.field);
    return column;
  });
}

/** The row with the value of each merged block in all of the block's cells. */
export function spreadMerges(row: SheetRow, merges: readonly Merge[]): SheetRow {
  const inRow = merges.filter((merge) => merge.top === row.number && merge.right > merge.left);
  if (inRow.length === 0) return row;
  const cells = [...row.cells];
  for (const { left, right } of inRow) {
    const first = cells[left];
    for (let column = left + 1; column <= right && first !== undefined; column += 1) {
      cells[column] ??= first;
    }
  }
  return { ...row, cells };
}
