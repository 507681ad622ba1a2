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
    /** Sheet, header rows and column mapping: found by the reader, corrected by the organiser. */
    layout: jsonb('layout'),
    /** Rows read and rows in all, for the progress bar; counts per verdict and per doubt. */
    progress: jsonb('progress').notNull().default({}),
    summary: jsonb('summary'),
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
    verdict: text('verdict', { enum: ['NEW', 'CHANGED', 'SAME', 'REFUSED', 'SKIPPED'] }).notNull(),
    /** Cells as they stand in the file, by column. */
    cells: jsonb('cells').notNull(),
    /** The entry as it would be stored; null when refused or skipped. */
    entry: jsonb('entry'),
    doubts: jsonb('doubts').notNull().default([]),
  },
  (table) => [
    primaryKey({ columns: [table.jobId, table.rowNumber] }),
    index('import_row_verdict').on(table.jobId, table.verdict, table.rowNumber),
  ],
);
