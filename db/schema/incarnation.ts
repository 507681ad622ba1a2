import { sql } from 'drizzle-orm';
import { boolean, check, pgTable, uuid } from 'drizzle-orm/pg-core';

/**
 * Which life of the database this is: one row, whose id a restore renews. A door that meets another
 * one than before knows that what was acknowledged may be gone, and sends it again.
 */
export const incarnation = pgTable(
  'incarnation',
  {
    isOnly: boolean('is_only').primaryKey().default(true),
    id: uuid('id')
      .notNull()
      .default(sql`gen_random_uuid()`),
  },
  (table) => [check('incarnation_only_one', sql`${table.isOnly}`)],
);
