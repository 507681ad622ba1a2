/** The life of one uploaded file: states, and which may follow which. */

export const IMPORT_STATUSES = [
  'UPLOADING',
  'READING',
  'PREVIEW',
  'COMMITTING',
  'COMMITTED',
  'FAILED',
  'DISCARDED',
] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

export interface ReadProgress {
  /** Bytes of the table read and in all; the number of rows is not known before the end. */
  doneBytes: number;
  totalBytes: number;
  rows: number;
}

/** What a job is doing, with only the fields of that state. */
export type ImportState =
  | { status: 'UPLOADING'; receivedBytes: number }
  | { status: 'READING'; progress: ReadProgress }
  | { status: 'PREVIEW' }
  | { status: 'COMMITTING'; doneRows: number; totalRows: number }
  | { status: 'COMMITTED'; finishedAtMs: number }
  | { status: 'FAILED'; failureCode: string; finishedAtMs: number }
  | { status: 'DISCARDED'; finishedAtMs: number };

/**
 * READING → READING: a corrected mapping, or a restart of the server, reads the stored file again.
 * COMMITTING → READING: the list was changed by others meanwhile; nothing was written.
 * COMMITTING → PREVIEW: the server stopped during the one transaction; nothing was written.
 */
const TRANSITIONS: Record<ImportStatus, readonly ImportStatus[]> = {
  UPLOADING: ['READING', 'FAILED', 'DISCARDED'],
  READING: ['READING', 'PREVIEW', 'FAILED', 'DISCARDED'],
  PREVIEW: ['READING', 'COMMITTING', 'DISCARDED'],
  COMMITTING: ['COMMITTED', 'PREVIEW', 'READING', 'FAILED'],
  COMMITTED: [],
  FAILED: ['READING', 'DISCARDED'],
  DISCARDED: [],
};

/** Whether a job may go from one status to another. */
export function canFollow(from: ImportStatus, to: ImportStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** The statuses from which `to` may be reached, for a guarded update. */
export function statusesBefore(to: ImportStatus): ImportStatus[] {
  return IMPORT_STATUSES.filter((from) => canFollow(from, to));
}

/** Whether nothing more will happen to the job. */
export function isFinished(status: ImportStatus): boolean {
  return TRANSITIONS[status].length === 0;
}
