import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Chapter, CutPoint, RecordingGap } from '#domain/recording.ts';
import { outlet } from './broadcast.ts';
import { createdAt, moment, primaryId } from './columns.ts';
import { agendaItem, session } from './conference.ts';
import { source } from './programme.ts';

/** The finished file of a recording, and what is in it. */
export interface RecordingFilm {
  durationMs: number;
  bytes: number;
  /** In hexadecimal. */
  sha256: string;
  chapters: Chapter[];
  cutPoints: CutPoint[];
  gaps: RecordingGap[];
  /** Of a file that is no .mp4. */
  format?: 'webm';
}

/** bản ghi: from one start of recording to its end; its state is derived (`domain/recording.ts`). */
export const recording = pgTable(
  'recording',
  {
    id: primaryId(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id),
    /** Where it was switched on; it may have been removed since. */
    outletId: uuid('outlet_id').references(() => outlet.id, { onDelete: 'set null' }),
    /** Of one source by itself; it may have been removed since, its name stays. */
    sourceId: uuid('source_id').references(() => source.id, { onDelete: 'set null' }),
    sourceName: text('source_name'),
    name: text('name').notNull(),
    beganAt: moment('began_at').notNull(),
    endedAt: moment('ended_at'),
    /** The finished file lies in its place, checked. */
    finishedAt: moment('finished_at'),
    failure: text('failure', { enum: ['EMPTY', 'UNREADABLE'] }),
    film: jsonb('film').$type<RecordingFilm>(),
    /** Nobody sees it from here on; its files go, and then its row. */
    removedAt: moment('removed_at'),
    createdAt: createdAt(),
  },
  (table) => [
    // Two starts at once are one recording.
    uniqueIndex('recording_running')
      .on(table.outletId)
      .where(sql`${table.endedAt} is null`),
    uniqueIndex('recording_source_running')
      .on(table.sessionId, table.sourceId)
      .where(sql`${table.endedAt} is null`),
    index('recording_session').on(table.sessionId, table.beganAt),
  ],
);

/** Whose turn it was in a session, and from when on, as the director said it. */
export const agendaTurn = pgTable(
  'agenda_turn',
  {
    id: primaryId(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id, { onDelete: 'cascade' }),
    agendaItemId: uuid('agenda_item_id').references(() => agendaItem.id, { onDelete: 'set null' }),
    /** As the item was called then. */
    title: text('title').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [index('agenda_turn_session').on(table.sessionId, table.at)],
);
