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

/**
 * UPLOADING, FAILED → UPLOADING: the same upload is sent again after a broken connection.
 * READING → READING: a corrected mapping, or a restart of the server, reads the stored file again.
 * COMMITTING → READING: the list was changed by others meanwhile; nothing was written.
 * COMMITTING → PREVIEW: the server stopped during the one transaction; nothing was written.
 */
const TRANSITIONS: Record<ImportStatus, readonly ImportStatus[]> = {
  UPLOADING: ['UPLOADING', 'READING', 'FAILED', 'DISCARDED'],
  READING: ['READING', 'PREVIEW', 'FAILED', 'DISCARDED'],
  PREVIEW: ['READING', 'COMMITTING', 'DISCARDED'],
  COMMITTING: ['COMMITTED', 'PREVIEW', 'READING', 'FAILED'],
  COMMITTED: [],
  FAILED: ['UPLOADING', 'READING', 'DISCARDED'],
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

/** Which rows of a preview to show. DOUBTFUL: all with a doubt. OPEN: those that wait for a decision. */
export const IMPORT_ROW_FILTERS = [
  'ALL',
  'OPEN',
  'NEW',
  'CHANGED',
  'SAME',
  'REFUSED',
  'SKIPPED',
  'MISSING',
  'DOUBTFUL',
] as const;
