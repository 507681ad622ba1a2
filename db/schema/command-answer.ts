import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { moment, secretHash } from './columns.ts';

/**
 * The answer of a write, stored in the transaction of its effect: the same command sent again
 * (an ack was lost) gets this answer and does nothing.
 */
export const commandAnswer = pgTable(
  'command_answer',
  {
    commandId: uuid('command_id').primaryKey(),
    actorKey: text('actor_key').notNull(),
    command: text('command').notNull(),
    inputHash: secretHash('input_hash').notNull(),
    answer: jsonb('answer').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [index('command_answer_created').on(table.createdAt)],
);
