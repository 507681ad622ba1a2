/** Reading the cells of one row while writing down every doubt about them. */
import { cleanText, hasOddSpacing, isDecomposed } from '../text/fold.ts';
import { decodeLegacy, guessLegacyEncoding } from '../text/legacy-encoding.ts';
import type { Cell, SheetRow } from './cell.ts';
import type { Decision, Decisions, Doubt, DoubtCode } from './doubt.ts';
import { DOUBTS, decisionFor, shorten } from './doubt.ts';
import type { ImportField } from './fields.ts';
import type { Layout } from './layout.ts';
import { columnOf } from './row-kind.ts';

export interface DoubtDetails {
  column?: number | null;
  value?: string;
  suggestion?: string | null;
  otherRow?: number;
}

/** Longest text that a field keeps; longer ones are asked about. */
const MAX_LENGTH: Partial<Record<ImportField, number>> = {
  fullName: 100,
  familyAndMiddle: 80,
  given: 30,
  code: 50,
  siteCode: 50,
  unitCode: 50,
  seat: 30,
  category: 120,
  note: 1_000,
};
const MAX_LENGTH_OTHER = 300;
const KEY_FIELDS: ReadonlySet<ImportField> = new Set([
  'fullName',
  'familyAndMiddle',
  'given',
  'code',
  'name',
]);

export class RowScribe {
  readonly row: SheetRow;
  readonly doubts: Doubt[] = [];
  readonly #layout: Layout;
  readonly #decisions: Decisions;

  constructor(options: { row: SheetRow; layout: Layout; decisions: Decisions }) {
    this.row = options.row;
    this.#layout = options.layout;
    this.#decisions = options.decisions;
  }

  /** Writes a doubt down and returns what the organiser decided about it, if it was an `ask`. */
  doubt(code: DoubtCode, details: DoubtDetails = {}): Decision | undefined {
    const severity = DOUBTS[code];
    const decision =
      severity === 'ask' ? decisionFor(this.#decisions, this.row.number, code) : undefined;
    this.doubts.push({
      code,
      severity,
      column: details.column ?? null,
      value: shorten(details.value ?? ''),
      suggestion: details.suggestion == null ? null : shorten(details.suggestion),
      ...(details.otherRow === undefined ? {} : { otherRow: details.otherRow }),
      ...(decision === undefined ? {} : { decision }),
    });
    return decision;
  }

  column(field: ImportField): number | null {
    return columnOf(this.#layout, field);
  }

  cell(field: ImportField): Cell | undefined {
    const column = this.column(field);
    return column === null ? undefined : this.row.cells[column];
  }

  /** The cleaned text of a field, '' when empty or unusable; its doubts are written down. */
  text(field: ImportField): string {
    const column = this.column(field);
    const cell = this.cell(field);
    if (column === null || cell === undefined || cell.text === '') {
      return cell?.formula === 'UNCACHED' ? this.#unusable(field, 'FORMULA_WITHOUT_VALUE') : '';
    }
    if (cell.kind === 'error') return this.#unusable(field, 'ERROR_CELL');
    this.#noteOrigin(cell, column);
    return this.#fit(field, this.#decode(cell, column));
  }

  #noteOrigin(cell: Cell, column: number): void {
    const details = { column, value: cell.text, suggestion: cleanText(cell.text) };
    if (cell.formula === 'CACHED') this.doubt('FORMULA', details);
    if (cell.legacy !== undefined) this.doubt('LEGACY_ENCODING', details);
    if (cell.isFromMerge) this.doubt('MERGED_VALUE', details);
    if (isDecomposed(cell.text)) this.doubt('DECOMPOSED_TEXT', details);
    if (hasOddSpacing(cell.text)) this.doubt('ODD_SPACES', details);
  }

  #unusable(field: ImportField, code: 'FORMULA_WITHOUT_VALUE' | 'ERROR_CELL'): '' {
    const details = { column: this.column(field), value: this.cell(field)?.text ?? '' };
    this.doubt(KEY_FIELDS.has(field) ? `KEY_${code}` : code, details);
    return '';
  }

  #decode(cell: Cell, column: number): string {
    const text = cleanText(cell.text);
    const encoding = cell.kind === 'text' && !cell.legacy ? guessLegacyEncoding(text) : null;
    if (encoding === null) return text;
    const decoded = cleanText(decodeLegacy(text, encoding));
    const details = { column, value: text, suggestion: decoded };
    return this.doubt('MAYBE_LEGACY_ENCODING', details) === 'SUGGESTION' ? decoded : text;
  }

  #fit(field: ImportField, text: string): string {
    const limit = MAX_LENGTH[field] ?? MAX_LENGTH_OTHER;
    if (text.length <= limit) return text;
    const column = this.column(field);
    if (KEY_FIELDS.has(field)) {
      this.doubt('KEY_CELL_TOO_LONG', { column, value: text });
      return '';
    }
    const cut = `${text.slice(0, limit - 1).trimEnd()}…`;
    this.doubt('CELL_TOO_LONG', { column, value: text, suggestion: cut });
    return cut;
  }
}

/** What becomes of the row by its doubts alone: may it go in, and is something still open? */
export function judge(doubts: readonly Doubt[]): { isRefused: boolean; openAsks: number } {
  let isRefused = false;
  let openAsks = 0;
  for (const doubt of doubts) {
    if (doubt.severity === 'refuse' || doubt.decision === 'LEAVE_OUT') isRefused = true;
    if (doubt.severity === 'ask' && doubt.decision === undefined) openAsks += 1;
  }
  return { isRefused, openAsks };
}
