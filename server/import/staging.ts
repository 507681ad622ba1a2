/** Analysed rows on their way into the preview table, in batches of bounded size. */
import type { Tx } from '#db/client.ts';
import { insertStagedRows } from '#db/queries/import-staging.ts';
import type { StagedRow } from '#db/queries/import-staging.ts';
import type { AnalysedRow } from '#domain/roster/analysis.ts';
import type { SheetRow } from '#domain/roster/cell.ts';
import { FileRefusal } from './reader/refusal.ts';

const BATCH_ROWS = 1_000;
const BATCH_CHARS = 4_000_000;
/** All cells of a preview together; a roster of 95,000 people has about 15 million. */
const TOTAL_CHARS = 256_000_000;
/** What is kept of a cell for the preview and for the workbook of refused rows. */
const CELL_CHARS = 2_000;

/** Gathers rows and writes a batch while the next is analysed; `finish` must be called at the end. */
export class Staging {
  readonly #tx: Tx;
  readonly #jobId: string;
  #batch: StagedRow[] = [];
  #batchChars = 0;
  #totalChars = 0;
  #writing: Promise<void> = Promise.resolve();
  rows = 0;

  constructor(tx: Tx, jobId: string) {
    this.#tx = tx;
    this.#jobId = jobId;
  }

  async add(row: StagedRow): Promise<void> {
    const chars = row.cells.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
    this.#batchChars += chars;
    this.#totalChars += chars;
    if (this.#totalChars > TOTAL_CHARS) throw new FileRefusal('FILE_TOO_MANY_TEXTS');
    this.#batch.push(row);
    this.rows += 1;
    if (this.#batch.length >= BATCH_ROWS || this.#batchChars >= BATCH_CHARS) await this.#flush();
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.#writing;
  }

  async #flush(): Promise<void> {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#batchChars = 0;
    await this.#writing;
    this.#writing = insertStagedRows(this.#tx, this.#jobId, batch);
    // Told by the next flush or by `finish`; without this it would count as unhandled until then.
    this.#writing.catch(() => undefined);
  }
}

/** The stored form of a row; `toStored` gives the entry the columns that the commit writes. */
export function toStagedRow<Entry>(
  row: SheetRow,
  analysed: AnalysedRow<Entry>,
  toStored: (entry: Entry) => object,
): StagedRow {
  const { verdict, entry, doubts, openAsks, existing, changes } = analysed;
  return {
    rowNumber: row.number,
    verdict,
    cells: shownCells(row),
    entry: entry === null || verdict === 'REFUSED' ? null : toStored(entry),
    doubts,
    openAsks,
    existingId: existing?.id ?? null,
    existingVersion: existing?.version ?? null,
    changes,
  };
}

function shownCells(row: SheetRow): (string | null)[] {
  // U+0000 cannot be stored in a jsonb text.
  return Array.from(row.cells, (cell) => {
    if (cell === undefined) return null;
    const text = cell.text === '' && cell.formula ? '=…' : cell.text;
    return text.slice(0, CELL_CHARS).replaceAll('\u0000', '').toWellFormed();
  });
}
