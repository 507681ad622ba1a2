/** Rows of a table that are not people: totals, section titles, signatures, repeated headers. */
import { foldWords } from '../text/fold.ts';
import type { SheetRow } from './cell.ts';
import { cellText } from './cell.ts';
import type { DoubtCode } from './doubt.ts';
import type { ImportField } from './fields.ts';
import type { Layout } from './layout.ts';

/** null: a row of data. EMPTY: nothing in it; it is not even mentioned. */
export type RowKind = null | 'EMPTY' | Extract<DoubtCode, `${string}_ROW` | 'REPEATED_HEADER'>;

const TOTAL = /^(tong cong|tong so|tong|cong|cong don|total)( |$)/;
const SIGNATURE =
  /^(nguoi lap|thu truong|thuc hien|tm |t m |kt |ky ten|ky va ghi|noi nhan|xac nhan|thay mat|lanh dao|truong ban|bi thu|pho bi thu|chu tich|chanh van phong|nguoi tong hop|can bo tong hop|bieu nay|ghi chu|danh sach nay|an dinh danh sach|ngay( \d| thang)|.{0,30} ngay .{0,3}thang .{0,3}nam)/;
const SECTION_ORDINAL = /^([ivxlc]+|[a-h])$/;
const COLUMN_NUMBER = /^\(?\s*(\d{1,2}|[a-z])\s*\)?$/i;

/** Decides what a row below the header is. `columnOf` finds the column of a field. */
export function rowKind(row: SheetRow, layout: Layout): RowKind {
  const filled = row.cells.flatMap((cell, column) =>
    cell === undefined || cell.text.trim() === '' || cell.isFromMerge ? [] : [column],
  );
  if (filled.length === 0) return 'EMPTY';
  if (isColumnNumbers(row, filled) || repeatsHeader(row, layout)) return 'REPEATED_HEADER';
  const hasKey = hasAny(row, layout, ['code', 'phone', 'siteCode', 'birth']);
  if (hasKey) return null;
  const first = foldWords(cellText(row, filled[0] ?? null));
  const second = foldWords(cellText(row, filled[1] ?? null));
  if (TOTAL.test(first) || TOTAL.test(second)) return 'TOTAL_ROW';
  if (filled.length > 3) return null;
  if (SIGNATURE.test(first)) return 'SIGNATURE_ROW';
  if (filled.length === 1 && isSentence(first)) return 'SIGNATURE_ROW';
  const ordinal = foldWords(cellText(row, columnOf(layout, 'ordinal')));
  if (SECTION_ORDINAL.test(ordinal) && filled.length <= 3) return 'SECTION_ROW';
  return filled.length === 1 && layout.columns.length > 2 && !/^\d+$/.test(first)
    ? 'SECTION_ROW'
    : null;
}

/** The column of a field, null when no column is mapped to it. */
export function columnOf(layout: Layout, field: ImportField): number | null {
  return layout.columns.find((column) => column.field === field)?.column ?? null;
}

function hasAny(row: SheetRow, layout: Layout, fields: readonly ImportField[]): boolean {
  return fields.some((field) => {
    const column = columnOf(layout, field);
    return (
      column !== null &&
      row.cells[column]?.isFromMerge !== true &&
      cellText(row, column).trim() !== ''
    );
  });
}

function isSentence(folded: string): boolean {
  return folded.split(' ').length > 8;
}

/** The row `(1) (2) (3) …` below many official headers. */
function isColumnNumbers(row: SheetRow, filled: readonly number[]): boolean {
  if (filled.length < 3) return false;
  const isNumber = (column: number): boolean => COLUMN_NUMBER.test(cellText(row, column).trim());
  if (!filled.every(isNumber)) return false;
  const texts = filled.map((column) => cellText(row, column));
  const numbers = texts.map((text) => Number(text.replace(/\D/g, ''))).filter((value) => value > 0);
  return (
    numbers.length >= 2 &&
    numbers.every((value, index) => index === 0 || value > numbers[index - 1]!)
  );
}

/** A header that is printed again on each page is copied letter by letter. */
function repeatsHeader(row: SheetRow, layout: Layout): boolean {
  let same = 0;
  for (const { column, title, field } of layout.columns) {
    const text = row.cells[column]?.text;
    if (field === null || text === undefined || title === '') continue;
    if (title === text || (title.endsWith(text) && title.endsWith(` / ${text}`))) same += 1;
    else if (title.includes(' / ') && title.startsWith(`${text} / `)) same += 1;
  }
  return same >= 2;
}
