import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, moment, primaryId } from './columns.ts';
import { conference } from './conference.ts';

/** One uploaded file on its way into the hall list or the roster. */
export const importJob = pgTable(
  'import_job',
  {
    id: primaryId(),
    conferenceId: uuid('conference_id')
      .notNull()
      .references(() => conference.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['SITES', 'ROSTER'] }).notNull(),
    status: text('status', {
      enum: ['UPLOADING', 'READING', 'PREVIEW', 'COMMITTING', 'COMMITTED', 'FAILED', 'DISCARDED'],
    }).notNull(),
    fileName: text('file_name').notNull(),
    fileBytes: bigint('file_bytes', { mode: 'number' }).notNull().default(0),
    fileSha256: text('file_sha256'),
    /** Raised at each reading; a command about the preview names the reading that its sender saw. */
    reading: integer('reading').notNull().default(1),
    /** What the organiser chose: sheet, fields of columns, hall of a file without halls, decisions. */
    choice: jsonb('choice').notNull().default({}),
    /** The rows that the importing account reaches; others are refused. */
    reach: jsonb('reach').notNull().default({ kind: 'ALL' }),
    /** Sheets, header rows and column mapping as they were read. */
    layout: jsonb('layout'),
    /** Done and all, for the progress bar. */
    progress: jsonb('progress').notNull().default({}),
    /** Counts per verdict and per doubt. */
    summary: jsonb('summary'),
    /** MISSING rows at the commit: kept on the list, or taken off it. */
    missing: text('missing', { enum: ['KEEP', 'REMOVE'] })
      .notNull()
      .default('KEEP'),
    failureCode: text('failure_code'),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
    finishedAt: moment('finished_at'),
  },
  (table) => [index('import_job_conference').on(table.conferenceId, table.createdAt)],
);

export const importRow = pgTable(
  'import_row',
  {
    jobId: uuid('job_id')
      .notNull()
      .references(() => importJob.id, { onDelete: 'cascade' }),
    rowNumber: integer('row_number').notNull(),
    /** MISSING: on the list but not in the file; such rows have negative numbers. */
    verdict: text('verdict', {
      enum: ['NEW', 'CHANGED', 'SAME', 'REFUSED', 'SKIPPED', 'MISSING'],
    }).notNull(),
    /** Cells as they stand in the file, by column. */
    cells: jsonb('cells').notNull(),
    /** The entry as it would be stored; null when refused or skipped. */
    entry: jsonb('entry'),
    doubts: jsonb('doubts').notNull().default([]),
    /** Codes of the doubts, to filter by. */
    doubtCodes: text('doubt_codes').array().notNull().default([]),
    /** Doubts that wait for a decision; such a row is left out of the commit. */
    openAsks: integer('open_asks').notNull().default(0),
    /** The hall or delegate that the row equals, changes or misses, and its row version (xmin). */
    existingId: uuid('existing_id'),
    existingVersion: text('existing_version'),
    changes: jsonb('changes').notNull().default([]),
  },
  (table) => [
    primaryKey({ columns: [table.jobId, table.rowNumber] }),
    index('import_row_verdict').on(table.jobId, table.verdict, table.rowNumber),
  ],
);
