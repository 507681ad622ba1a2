/** READING: the stored file becomes a preview. Runs in the import thread. */
import type { Tx } from '#db/client.ts';
import { findImportJob, moveImportJob } from '#db/queries/import.ts';
import type { ImportJobRecord } from '#db/queries/import.ts';
import {
  addLateDoubts,
  clearStagedRows,
  countStagedRows,
  storeReadProgress,
} from '#db/queries/import-staging.ts';
import { importChoice } from '#contract/import.ts';
import type { ImportChoice, ImportLayout } from '#contract/import.ts';
import { columnName } from '#domain/roster/cell.ts';
import { prepareRoster, prepareSites } from './kinds.ts';
import type { KindReading } from './kinds.ts';
import { analyseRows, openFile } from './read-file.ts';
import type { OpenedFile } from './read-file.ts';
import { FileRefusal } from './reader/refusal.ts';
import type { Table } from './reader/table.ts';
import { openTable } from './reader/table.ts';
import { Staging, toStagedRow } from './staging.ts';

/** Another reading, or a discarding, has taken this one's place. */
class Superseded extends Error {}

const PROGRESS_EVERY_MS = 400;

/** Reads the file of a job that is in READING; a file that cannot be read fails the job with a code. */
export async function runReading(
  tx: Tx,
  parts: { jobId: string; filePath: string; now: Date },
): Promise<void> {
  const found = await findImportJob(tx, parts.jobId);
  if (found === null || found.job.status !== 'READING') return;
  const { job } = found;
  try {
    await clearStagedRows(tx, job.id);
    const layout = await readInto(tx, { job, filePath: parts.filePath, now: parts.now });
    const summary = await countStagedRows(tx, job.id);
    const set = { layout, summary, progress: {} };
    await moveImportJob(tx, { jobId: job.id, to: 'PREVIEW', reading: job.reading, set });
  } catch (error) {
    if (error instanceof Superseded) return;
    const failureCode = failureCodeOf(error);
    if (failureCode === null) throw error;
    const set = { failureCode, finishedAt: new Date() };
    await moveImportJob(tx, { jobId: job.id, to: 'FAILED', reading: job.reading, set });
  }
}

/** null: not the file's fault. */
function failureCodeOf(error: unknown): string | null {
  if (error instanceof FileRefusal) return error.code;
  // A restored backup has the job but not its file.
  return (error as { code?: unknown }).code === 'ENOENT' ? 'UPLOAD_INTERRUPTED' : null;
}

async function readInto(
  tx: Tx,
  parts: { job: ImportJobRecord; filePath: string; now: Date },
): Promise<ImportLayout> {
  const { job } = parts;
  const choice = importChoice.parse(job.choice);
  const table = await openTable(parts.filePath);
  try {
    const file = await openFile(table, job.kind, readerChoice(choice));
    const context = { tx, job, choice, file, now: parts.now };
    if (job.kind === 'SITES')
      await stageRows(tx, { job, file, reading: await prepareSites(context) });
    else await stageRows(tx, { job, file, reading: await prepareRoster(context) });
    return layoutOf(table, file);
  } finally {
    table.close();
  }
}

function readerChoice({ sheet, fields }: ImportChoice): Parameters<typeof openFile>[2] {
  const byColumn = Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [Number(key), value]),
  );
  return sheet === undefined ? { fields: byColumn } : { sheet, fields: byColumn };
}

async function stageRows<Entry>(
  tx: Tx,
  parts: { job: ImportJobRecord; file: OpenedFile; reading: KindReading<Entry> },
): Promise<void> {
  const { job, file, reading } = parts;
  const staging = new Staging(tx, job.id);
  const report = progressReporter(tx, { job, file, staging });
  const late = await analyseRows({
    rows: file.rows,
    analysis: reading.analysis,
    onBatch: async ({ rows }) => {
      for (const { row, analysed } of rows) {
        await staging.add(toStagedRow(row, analysed, reading.toStored));
      }
      await report();
    },
  });
  for (const row of reading.missing()) await staging.add(row);
  await staging.finish();
  await addLateDoubts(tx, job.id, late);
}

function progressReporter(
  tx: Tx,
  parts: { job: ImportJobRecord; file: OpenedFile; staging: Staging },
): () => Promise<void> {
  const { job, file, staging } = parts;
  let lastMs = 0;
  return async () => {
    const nowMs = performance.now();
    if (nowMs - lastMs < PROGRESS_EVERY_MS) return;
    lastMs = nowMs;
    const { totalBytes, doneBytes } = file.sheet;
    const progress = { done: doneBytes(), all: totalBytes, rows: staging.rows };
    const isCurrent = await storeReadProgress(tx, {
      jobId: job.id,
      reading: job.reading,
      progress,
    });
    if (!isCurrent) throw new Superseded();
  };
}

function layoutOf(table: Table, { layout }: OpenedFile): ImportLayout {
  const { sheet, headerFrom, headerTo } = layout;
  return {
    sheets: table.sheets.map(({ name, isHidden }) => ({ name, isHidden })),
    ...{ sheet, headerFrom, headerTo },
    columns: layout.columns.map((column) => ({
      ...column,
      title: column.title.slice(0, 200),
      name: columnName(column.column),
    })),
  };
}
