import {
  bigint,
  boolean,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, moment } from './columns.ts';
import { session } from './conference.ts';
import { source } from './programme.ts';

/** nguồn vào: a film, or what another machine sends, as a source of one session. */
export const input = pgTable(
  'input',
  {
    sourceId: uuid('source_id')
      .primaryKey()
      .references(() => source.id, { onDelete: 'cascade' }),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id, { onDelete: 'cascade' }),
    /** Of a film: its file bears the source's id, in the data folder. */
    fileBytes: bigint('file_bytes', { mode: 'number' }),
    durationMs: integer('duration_ms'),
    hasSound: boolean('has_sound').notNull().default(false),
    /** Where the film stands, or stood at `since`. */
    atMs: integer('at_ms').notNull().default(0),
    /** Since when it plays; null while it is paused. */
    since: moment('since'),
    /** Of what another machine sends: with this alone it may. */
    streamKey: text('stream_key'),
    /** SRT: each has a port of its own. */
    port: integer('port'),
    /** Whether somebody may send. */
    isOpen: boolean('is_open').notNull().default(true),
    createdAt: createdAt(),
  },
  (table) => [index('input_session').on(table.sessionId), uniqueIndex('input_port').on(table.port)],
);
