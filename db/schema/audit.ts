import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { moment, primaryId } from './columns.ts';

/** Who did what to which row: every write command, and every look at people's records. Ids only. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    id: primaryId(),
    at: moment('at').notNull().defaultNow(),
    actorKey: text('actor_key').notNull(),
    action: text('action').notNull(),
    subject: jsonb('subject').$type<Record<string, string>>().notNull().default({}),
  },
  (table) => [index('audit_entry_at').on(table.at)],
);
