import {
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, primaryId } from './columns.ts';
import { session } from './conference.ts';
import { source } from './programme.ts';

/** phát sóng of a session: whether its signal is wanted, and who may watch it. */
export const broadcast = pgTable(
  'broadcast',
  {
    sessionId: uuid('session_id')
      .primaryKey()
      .references(() => session.id, { onDelete: 'cascade' }),
    isOn: boolean('is_on').notNull().default(false),
    access: text('access', { enum: ['CLOSED', 'HALLS', 'LINK', 'PUBLIC'] })
      .notNull()
      .default('CLOSED'),
    /** Names the watch page and its files. */
    watchKey: text('watch_key').notNull(),
    /** By so much the watch page is behind the signal, besides what it takes by itself. */
    watchDelaySeconds: integer('watch_delay_seconds').notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex('broadcast_watch_key').on(table.watchKey)],
);

/** ngõ ra: a way that the signal goes. */
export const outlet = pgTable(
  'outlet',
  {
    id: primaryId(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => broadcast.sessionId, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['RTMP', 'SRT', 'RECORDING'] }).notNull(),
    name: text('name').notNull(),
    /** With its key; null for a recording. */
    address: text('address'),
    signalKind: text('signal_kind', { enum: ['WORDED', 'CLEAN'] })
      .notNull()
      .default('WORDED'),
    /** By so much it is sent later. */
    delaySeconds: integer('delay_seconds').notNull().default(0),
    isOn: boolean('is_on').notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [index('outlet_session').on(table.sessionId)],
);

/** A source that is to be recorded by itself, for as long as the signal is on. */
export const isolatedSource = pgTable(
  'isolated_source',
  {
    sessionId: uuid('session_id')
      .notNull()
      .references(() => broadcast.sessionId, { onDelete: 'cascade' }),
    sourceId: uuid('source_id')
      .notNull()
      .references(() => source.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.sourceId] })],
);
