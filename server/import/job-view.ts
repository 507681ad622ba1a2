import { importChoice } from '#contract/import.ts';
import type { ImportJob, ImportLayout, ImportRow, ImportSummary } from '#contract/import.ts';
import type { ImportJobRecord, ImportRowRecord } from '#db/queries/import.ts';

interface StoredProgress {
  done?: number;
  all?: number;
  rows?: number;
  added?: number;
  changed?: number;
  removed?: number;
}

/** A stored job as the contract shows it. */
export function toJobView(job: ImportJobRecord): ImportJob {
  return {
    id: job.id,
    conferenceId: job.conferenceId,
    kind: job.kind,
    fileName: job.fileName,
    fileBytes: job.fileBytes,
    createdAt: job.createdAt.toISOString(),
    reading: job.reading,
    state: stateOf(job),
    choice: importChoice.parse(job.choice),
    layout: job.layout as ImportLayout | null,
    summary: job.summary as ImportSummary | null,
  };
}

function stateOf(job: ImportJobRecord): ImportJob['state'] {
  const { done = 0, all = 0, rows = 0, ...counts } = job.progress as StoredProgress;
  const finishedAt = (job.finishedAt ?? job.createdAt).toISOString();
  switch (job.status) {
    case 'UPLOADING':
      return { status: 'UPLOADING' };
    case 'READING':
      return { status: 'READING', rows, ...inThousandths(done, all) };
    case 'PREVIEW':
      return { status: 'PREVIEW', failureCode: job.failureCode };
    case 'COMMITTING':
      return { status: 'COMMITTING', done, all };
    case 'COMMITTED': {
      const { added = 0, changed = 0, removed = 0 } = counts;
      return { status: 'COMMITTED', finishedAt, added, changed, removed };
    }
    case 'FAILED':
      return { status: 'FAILED', finishedAt, failureCode: job.failureCode ?? 'IMPORT_STOPPED' };
    case 'DISCARDED':
      return { status: 'DISCARDED', finishedAt };
  }
}

/** A share of bytes; the bytes themselves say nothing to anybody. */
function inThousandths(done: number, all: number): { done: number; all: number } {
  return { done: all === 0 ? 0 : Math.floor((done / all) * 1_000), all: 1_000 };
}

const SHOWN_CHARS = 200;

/** A stored row as the contract shows it: long cells are cut. */
export function toRowView(row: ImportRowRecord): ImportRow {
  const cells = row.cells as (string | null)[];
  return {
    number: row.rowNumber,
    verdict: row.verdict,
    cells: cells.map((cell) => cell && cell.slice(0, SHOWN_CHARS)),
    doubts: row.doubts as ImportRow['doubts'],
    changes: row.changes as ImportRow['changes'],
    openAsks: row.openAsks,
  };
}
