/** The rows of one sheet, parsed while they are unpacked. */
import type { Cell, SheetRow } from '#domain/roster/cell.ts';
import type { Merge } from '#domain/roster/layout.ts';
import type { ReadLimits } from './limits.ts';
import { MergeFiller } from './merge-filler.ts';
import { FileRefusal } from './refusal.ts';
import type { SharedText } from './shared-strings.ts';
import { TextGatherer, decodeRun } from './shared-strings.ts';
import { columnNumber } from './sheet-inspection.ts';
import type { CellStyle } from './styles.ts';
import { PLAIN_STYLE } from './styles.ts';
import { isTrue } from './workbook.ts';
import { parseXml } from './xml.ts';

export interface SheetContext {
  styles: readonly CellStyle[];
  sharedTexts: readonly SharedText[];
  is1904: boolean;
  merges: readonly Merge[];
  limits: ReadLimits;
}

/** Yields rows in batches, one for each unpacked chunk; empty rows are left out. */
export async function* readSheetRows(
  chunks: AsyncIterable<Buffer>,
  context: SheetContext,
): AsyncGenerator<SheetRow[]> {
  const builder = new RowBuilder(context);
  for await (const _ of parseXml(chunks, builder)) {
    const rows = builder.drain();
    if (rows.length > 0) yield rows;
  }
  const rest = builder.drain();
  if (rest.length > 0) yield rest;
}

interface OpenCell {
  column: number;
  type: string;
  style: CellStyle;
  value: string;
  hasFormula: boolean;
  hasValue: boolean;
}

class RowBuilder {
  readonly #context: SheetContext;
  readonly #merges: MergeFiller;
  readonly #inline = new TextGatherer();
  #rows: SheetRow[] = [];
  #rowCount = 0;
  #rowNumber = 0;
  #isHidden = false;
  #cells: (Cell | undefined)[] = [];
  #nextColumn = 0;
  #cell: OpenCell | null = null;
  #isInValue = false;
  #isInInline = false;
  #isDone = false;

  constructor(context: SheetContext) {
    this.#context = context;
    this.#merges = new MergeFiller(context.merges);
  }

  drain(): SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  // Arrow functions: the parser takes them without their object.
  open = (tag: string, attributes: Record<string, string>): void => {
    if (this.#isInInline) return this.#inline.open(tag, attributes);
    if (this.#isDone) return;
    if (tag === 'c') this.#openCell(attributes);
    else if (tag === 'v') this.#isInValue = true;
    else if (tag === 'row') this.#openRow(attributes);
    else if (tag === 'f' && this.#cell) this.#cell.hasFormula = true;
    else if (tag === 'is') {
      this.#isInInline = true;
      this.#inline.reset();
    }
  };

  text = (part: string): void => {
    if (this.#isInValue && this.#cell) this.#cell.value += part;
    else if (this.#isInInline) this.#inline.text(part);
  };

  close = (tag: string): void => {
    if (tag === 'v') {
      this.#isInValue = false;
      if (this.#cell) this.#cell.hasValue = true;
    } else if (tag === 'is') this.#isInInline = false;
    else if (this.#isInInline) this.#inline.close(tag);
    else if (tag === 'c') this.#closeCell();
    else if (tag === 'row') this.#closeRow();
    else if (tag === 'sheetData') this.#isDone = true;
  };

  #openRow(attributes: Record<string, string>): void {
    const given = Number(attributes.r);
    this.#rowNumber =
      Number.isInteger(given) && given > this.#rowNumber ? given : this.#rowNumber + 1;
    this.#isHidden = isTrue(attributes.hidden);
    this.#cells = [];
    this.#nextColumn = 0;
  }

  #openCell(attributes: Record<string, string>): void {
    const letters = /^[A-Z]{1,3}/.exec(attributes.r ?? '')?.[0];
    const column = letters === undefined ? this.#nextColumn : columnNumber(letters);
    this.#nextColumn = column + 1;
    this.#cell = {
      column,
      type: attributes.t ?? 'n',
      style: this.#context.styles[Number(attributes.s ?? 0)] ?? PLAIN_STYLE,
      value: '',
      hasFormula: false,
      hasValue: false,
    };
  }

  #closeCell(): void {
    const open = this.#cell;
    this.#cell = null;
    if (open === null) return;
    const cell = this.#toCell(open);
    if (cell === undefined) return;
    if (open.column >= this.#context.limits.columns) throw new FileRefusal('FILE_TOO_MANY_COLUMNS');
    if (open.hasFormula) cell.formula = open.hasValue && open.value !== '' ? 'CACHED' : 'UNCACHED';
    this.#cells[open.column] = cell;
  }

  #toCell(open: OpenCell): Cell | undefined {
    const { type, style, value } = open;
    if (type === 'inlineStr')
      return this.#textCell(this.#inline.take(this.#context.limits.cellChars), style);
    if (!open.hasValue || value === '')
      return open.hasFormula ? { kind: 'text', text: '' } : undefined;
    switch (type) {
      case 's':
        return this.#textCell(this.#context.sharedTexts[Number(value)], style);
      case 'b':
        return { kind: 'boolean', text: value === '1' ? 'TRUE' : 'FALSE' };
      case 'e':
        return { kind: 'error', text: value };
      case 'd':
        return { kind: 'date', text: value.slice(0, 10) };
      case 'n':
        return numberCell(value, style, this.#context.is1904);
      default:
        return this.#textCell(value.slice(0, this.#context.limits.cellChars), style);
    }
  }

  #textCell(shared: SharedText | undefined, style: CellStyle): Cell | undefined {
    if (shared === undefined) throw new FileRefusal('FILE_DAMAGED', 'missing shared text');
    if (typeof shared !== 'string')
      return { kind: 'text', text: shared.text, legacy: shared.legacy };
    if (shared === '') return undefined;
    const { font } = style;
    // Pure ASCII means the same in every encoding, except that a capital font draws capitals.
    if (font === null || font.legacy === null) return { kind: 'text', text: shared };
    const text = decodeRun(shared, font);
    return text === shared ? { kind: 'text', text } : { kind: 'text', text, legacy: font.legacy };
  }

  #closeRow(): void {
    const cells = this.#merges.fill(this.#rowNumber, this.#cells);
    if (!cells.some((cell) => cell !== undefined)) return;
    this.#rowCount += 1;
    if (this.#rowCount > this.#context.limits.rows) throw new FileRefusal('FILE_TOO_MANY_ROWS');
    this.#rows.push({ number: this.#rowNumber, cells, isHidden: this.#isHidden });
  }
}

const MS_PER_DAY = 86_400_000;
const EPOCH_1900_MS = Date.UTC(1899, 11, 30);
const EPOCH_1904_MS = Date.UTC(1904, 0, 1);

function numberCell(value: string, style: CellStyle, is1904: boolean): Cell {
  const number = Number(value);
  if (!Number.isFinite(number)) return { kind: 'text', text: value };
  if (style.isDate && number >= 1) {
    // Excel counts a 29 February 1900 that never was.
    const days = Math.floor(number) + (!is1904 && number < 61 ? 1 : 0);
    const date = new Date((is1904 ? EPOCH_1904_MS : EPOCH_1900_MS) + days * MS_PER_DAY);
    if (!Number.isNaN(date.getTime()))
      return { kind: 'date', text: date.toISOString().slice(0, 10) };
  }
  const digits = String(number);
  const text =
    style.minDigits > 0 && /^\d+$/.test(digits) ? digits.padStart(style.minDigits, '0') : digits;
  return { kind: 'number', text };
}
