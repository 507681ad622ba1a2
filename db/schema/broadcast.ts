import { boolean, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, primaryId } from './columns.ts';
import { session } from './conference.ts';

/** phát sóng of a session: whether its signal is wanted, and who may watch it. */
export const broadcast = pgTable(
  'broadcast',
  {
    sessionId: uuid('session_id')
      .primaryKey()
      .references(() => session.id, { onDelete: 'cascade' }),
    isOn: boolean('is_on').notNull().default(false),
    access: text('access', { enum: ['CLOSED', 'LINK', 'PUBLIC'] })
      .notNull()
      .default('CLOSED'),
    /** Names the watch page and its files. */
    watchKey: text('watch_key').notNull(),
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
    isOn: boolean('is_on').notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [index('outlet_session').on(table.sessionId)],
);
