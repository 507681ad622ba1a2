/** One door to every kind of file: its sheets, and the rows of the chosen one. */
import { stat } from 'node:fs/promises';
import type { SheetRow } from '#domain/roster/cell.ts';
import type { Merge } from '#domain/roster/layout.ts';
import { detectCsvFormat, readCsvRows } from './csv-rows.ts';
import type { CsvFormat } from './csv-rows.ts';
import type { ReadLimits } from './limits.ts';
import { READ_LIMITS } from './limits.ts';
import { FileRefusal } from './refusal.ts';
import { readSharedStrings } from './shared-strings.ts';
import { inspectSheet } from './sheet-inspection.ts';
import { readSheetRows } from './sheet-rows.ts';
import { sniffFile } from './sniff.ts';
import { readStyles } from './styles.ts';
import type { SheetInfo } from './workbook.ts';
import { readWorkbook } from './workbook.ts';
import { openPackage } from './zip.ts';

export interface TableSheet {
  /** Blocks of merged cells; for CSV none. */
  merges: readonly Merge[];
  totalBytes: number;
  /** Bytes read so far, of `totalBytes`. */
  doneBytes: () => number;
  /** In order, without empty rows; to be read once. */
  rows: AsyncIterable<SheetRow[]>;
}

export interface Table {
  sheets: readonly SheetInfo[];
  /** null for a workbook. */
  csv: CsvFormat | null;
  openSheet: (index: number) => Promise<TableSheet>;
  close: () => void;
}

/** Opens a .xlsx, .xlsm or .csv file. Throws a FileRefusal for anything else. */
export async function openTable(path: string, limits: ReadLimits = READ_LIMITS): Promise<Table> {
  const kind = await sniffFile(path, limits);
  return kind === 'XLSX' ? openWorkbook(path, limits) : openCsv(path, limits);
}

async function openCsv(path: string, limits: ReadLimits): Promise<Table> {
  const format = await detectCsvFormat(path);
  const { size } = await stat(path);
  return {
    sheets: [{ name: 'CSV', isHidden: false }],
    csv: format,
    openSheet: async () => {
      let done = 0;
      const rows = readCsvRows({ path, format, limits, onBytes: (bytes) => void (done = bytes) });
      return { merges: [], totalBytes: size, doneBytes: () => done, rows };
    },
    close: () => undefined,
  };
}

async function openWorkbook(path: string, limits: ReadLimits): Promise<Table> {
  const pack = await openPackage(path, limits);
  try {
    const workbook = await readWorkbook(pack);
    if (workbook.sheets.length === 0) throw new FileRefusal('FILE_NO_SHEET');
    return {
      sheets: workbook.sheets.map(({ name, isHidden }) => ({ name, isHidden })),
      csv: null,
      openSheet: async (index) => {
        const sheet = workbook.sheets[index];
        if (sheet === undefined) throw new FileRefusal('FILE_NO_SHEET');
        const { bytes, merges } = await inspectSheet(pack, sheet.part, limits);
        const styles = await readStyles(pack, workbook.stylesPart);
        const sharedTexts = await readSharedStrings(pack, workbook.sharedStringsPart, limits);
        let done = 0;
        async function* counted(): AsyncGenerator<Buffer> {
          for await (const chunk of pack.read(sheet!.part)) {
            done += chunk.length;
            yield chunk;
          }
        }
        const context = { styles, sharedTexts, is1904: workbook.is1904, merges, limits };
        const rows = readSheetRows(counted(), context);
        return { merges, totalBytes: bytes, doneBytes: () => done, rows };
      },
      close: () => pack.close(),
    };
  } catch (error) {
    pack.close();
    throw error;
  }
}
