import type { Writable } from 'node:stream';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import exceljs from 'exceljs';
import type { Alignment, Borders, Cell, Row, Style, Worksheet } from 'exceljs';

/** Rows written at one go; a clerk's check-in waits no longer than this takes. */
const ROWS_A_TURN = 50;
const A4 = 9;
const FONT = 'Times New Roman';
const FONT_PT = 12;

const LINE = { style: 'thin' } as const;
const BOX: Partial<Borders> = { top: LINE, left: LINE, bottom: LINE, right: LINE };

export const COUNT_FORMAT = '#,##0';
export const SHARE_FORMAT = '0.00';

export interface SheetOptions {
  name: string;
  /** Widths in characters, one a column. */
  widths: readonly number[];
  /** First and last row of the table's head: repeated on every printed page. */
  headRows: readonly [first: number, last: number];
}

/** Opens a workbook that is written while it is made, on A4 across, as wide as the paper. */
export function openWorkbook(out: Writable, options: SheetOptions) {
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({
    stream: out,
    useStyles: true,
    useSharedStrings: false,
  });
  const [first, last] = options.headRows;
  const sheet = workbook.addWorksheet(options.name, {
    pageSetup: {
      paperSize: A4,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `${first}:${last}`,
      horizontalCentered: true,
      margins: { left: 0.6, right: 0.4, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 },
    },
    headerFooter: { oddFooter: '&C&P/&N' },
    views: [{ state: 'frozen', ySplit: last, xSplit: 2 }],
  });
  sheet.columns = options.widths.map((width) => ({ width }));
  return { workbook, sheet };
}

export interface CellLook {
  isBold?: true;
  isItalic?: true;
  isUnderlined?: true;
  hasBox?: true;
  align?: Alignment['horizontal'];
  sizePt?: number;
  format?: string;
}

/** Writes one cell; texts are stored composed (NFC), and stay texts whatever they begin with. */
export function putCell(cell: Cell, value: string | number | null, look: CellLook = {}): void {
  cell.value = typeof value === 'string' ? value.normalize('NFC') : value;
  cell.style = styleOf(look);
}

/** One object a look: exceljs finds a style it has seen by the object, and renders any other anew. */
const styles = new Map<string, Partial<Style>>();

function styleOf(look: CellLook): Partial<Style> {
  const key = JSON.stringify(look);
  let style = styles.get(key);
  if (!style) styles.set(key, (style = createStyle(look)));
  return style;
}

function createStyle(look: CellLook): Partial<Style> {
  return {
    font: {
      name: FONT,
      size: look.sizePt ?? FONT_PT,
      bold: look.isBold === true,
      italic: look.isItalic === true,
      underline: look.isUnderlined === true,
    },
    alignment: { horizontal: look.align ?? 'left', vertical: 'middle', wrapText: true },
    ...(look.hasBox ? { border: BOX } : {}),
    ...(look.format === undefined ? {} : { numFmt: look.format }),
  };
}

/** Writes one text over several cells of a row. */
export function putAcross(
  sheet: Worksheet,
  place: { row: number; from: number; to: number },
  given: { text: string; look: CellLook },
): void {
  putCell(sheet.getCell(place.row, place.from), given.text, given.look);
  sheet.mergeCells(place.row, place.from, place.row, place.to);
}

/** Commits rows in turns, so that others of this process are served in between. */
export class RowWriter {
  #written = 0;

  async commit(row: Row): Promise<void> {
    row.commit();
    this.#written += 1;
    if (this.#written % ROWS_A_TURN === 0) await yieldToOthers();
  }
}
