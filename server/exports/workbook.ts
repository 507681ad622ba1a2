import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import ExcelJS from 'exceljs';
import { Refusal } from '../commands/refusal.ts';
import type { RouteContext } from '../http/route.ts';

const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface SheetColumn {
  header: string;
  /** In characters. */
  width: number;
}

/** A workbook of one sheet on its way to the browser. */
export interface SheetWriter {
  add(row: readonly (string | number)[]): void;
  /** Ends the file; nothing can be added afterwards. */
  finish(): Promise<void>;
}

/** An .xlsx on its way to the browser, before it has sheets. */
export interface Download {
  book: ExcelJS.stream.xlsx.WorkbookWriter;
  /**
   * Ends the file; resolves when it is sent.
   * @throws ERR_STREAM_PREMATURE_CLOSE when the reader went away
   */
  finish(): Promise<void>;
}

/** Answers with an .xlsx that is written bit by bit. */
export function startDownload({ response }: RouteContext, fileName: string): Download {
  response.writeHead(200, {
    'content-type': WORKBOOK_TYPE,
    'cache-control': 'no-store',
    'content-disposition': `attachment; filename="${fileName}"`,
  });
  const out = new PassThrough();
  // Fails when the reader goes away: a workbook that nobody takes any more would never end.
  const sent = pipeline(out, response);
  sent.catch(() => {});
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true });
  return {
    book,
    finish: async () => {
      await Promise.race([book.commit(), sent]);
      await sent;
    },
  };
}

/**
 * Answers with an .xlsx of one sheet, written row by row. Every cell is text, so that codes and
 * telephone numbers keep their zeros.
 */
export function sendSheet(
  context: RouteContext,
  sheetOf: { fileName: string; title: string; columns: readonly SheetColumn[] },
): SheetWriter {
  const { fileName, title, columns } = sheetOf;
  const { book, finish } = startDownload(context, fileName);
  const sheet = book.addWorksheet(title, {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: { paperSize: 9, orientation: 'landscape' },
  });
  sheet.columns = columns.map(({ width }) => ({
    width,
    style: { numFmt: '@', alignment: { vertical: 'top', wrapText: true } },
  }));
  const head = sheet.addRow(columns.map(({ header }) => header));
  head.font = { bold: true };
  head.commit();
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
  return {
    add: (row) => void sheet.addRow([...row]).commit(),
    finish,
  };
}

/** @throws Refusal NOT_FOUND when the path's parameter cannot be an id */
export function requireId(context: RouteContext, name: string): string {
  const id = context.params[name] ?? '';
  if (!UUID.test(id)) throw new Refusal('NOT_FOUND');
  return id;
}
