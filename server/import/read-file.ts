/** From a stored file to analysed rows, with bounded memory. */
import type { Analysis, AnalysedRow, LateDoubt } from '#domain/roster/analysis.ts';
import type { SheetRow } from '#domain/roster/cell.ts';
import type { ImportField, ImportKind } from '#domain/roster/fields.ts';
import type { Layout } from '#domain/roster/layout.ts';
import { detectLayout, withFields } from '#domain/roster/layout.ts';
import { FileRefusal } from './reader/refusal.ts';
import type { Table, TableSheet } from './reader/table.ts';

/** What the organiser chose; absent parts are found by the reader. */
export interface LayoutChoice {
  sheet?: number;
  fields?: Record<number, ImportField | null>;
}

/** Rows kept until the header and the shape of the codes are known. */
const SAMPLE_ROWS = 1_000;

export interface OpenedFile {
  layout: Layout;
  /** The first data rows, for learning the file's habits. */
  sample: readonly SheetRow[];
  sheet: TableSheet;
  /** All data rows, the sample too; to be read once. */
  rows: AsyncGenerator<SheetRow[]>;
}

/** Opens the chosen sheet, or the first visible one that has a header. Throws a FileRefusal. */
export async function openFile(
  table: Table,
  kind: ImportKind,
  choice: LayoutChoice,
): Promise<OpenedFile> {
  const candidates = choice.sheet === undefined ? visibleSheets(table) : [choice.sheet];
  for (const index of candidates) {
    const opened = await openSheet({ table, kind, index, fields: choice.fields ?? {} });
    if (opened !== null) return opened;
  }
  throw new FileRefusal('FILE_NO_HEADER');
}

function visibleSheets(table: Table): number[] {
  const indexes = [...table.sheets.keys()];
  const visible = indexes.filter((index) => table.sheets[index]?.isHidden === false);
  return visible.length > 0 ? visible : indexes;
}

async function openSheet(options: {
  table: Table;
  kind: ImportKind;
  index: number;
  fields: Record<number, ImportField | null>;
}): Promise<OpenedFile | null> {
  const { table, kind, index, fields } = options;
  const sheet = await table.openSheet(index);
  const source = sheet.rows[Symbol.asyncIterator]();
  const head: SheetRow[] = [];
  while (head.length < SAMPLE_ROWS) {
    const { done, value } = await source.next();
    if (done === true) break;
    head.push(...value);
  }
  const found = detectLayout({ kind, sheet: index, rows: head, merges: sheet.merges });
  if (found === null) {
    await source.return?.();
    return null;
  }
  const layout = withFields(found, fields);
  const sample = head.filter((row) => row.number > layout.headerTo);
  return { layout, sample, sheet, rows: chain(sample, source) };
}

async function* chain(
  first: SheetRow[],
  rest: AsyncIterator<SheetRow[]>,
): AsyncGenerator<SheetRow[]> {
  try {
    if (first.length > 0) yield first;
    for (let next = await rest.next(); next.done !== true; next = await rest.next())
      yield next.value;
  } finally {
    await rest.return?.();
  }
}

export interface AnalysedBatch<Entry> {
  rows: { row: SheetRow; analysed: AnalysedRow<Entry> }[];
}

/** Runs an analysis over all rows. `onBatch` may take its time: reading waits for it. */
export async function analyseRows<Entry>(options: {
  rows: AsyncIterable<SheetRow[]>;
  analysis: Analysis<Entry>;
  onBatch: (batch: AnalysedBatch<Entry>) => Promise<void>;
}): Promise<LateDoubt[]> {
  for await (const rows of options.rows) {
    const analysed = rows.flatMap((row) => {
      const result = options.analysis.read(row);
      return result === null ? [] : [{ row, analysed: result }];
    });
    if (analysed.length > 0) await options.onBatch({ rows: analysed });
  }
  return options.analysis.finish();
}
