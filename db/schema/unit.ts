import { index, pgTable, primaryKey, text, uniqueIndex, uuid, date } from 'drizzle-orm/pg-core';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { createdAt, primaryId } from './columns.ts';

/**
 * đơn vị: a node of the Party tree or of the administrative tree, valid for a span of days.
 * `path` holds the ids from the root to the node itself, each followed by '/', so that
 * "the subtree of X" is `path like X.path || '%'`.
 */
export const unit = pgTable(
  'unit',
  {
    id: primaryId(),
    tree: text('tree', { enum: ['PARTY', 'ADMINISTRATIVE'] }).notNull(),
    code: text('code').notNull(),
    name: text('name').notNull(),
    searchKey: text('search_key').notNull(),
    parentId: uuid('parent_id').references((): AnyPgColumn => unit.id),
    path: text('path').notNull(),
    validFrom: date('valid_from', { mode: 'string' }),
    /** Last day on which the unit existed; null while it exists. */
    validTo: date('valid_to', { mode: 'string' }),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('unit_code').on(table.tree, table.code),
    index('unit_path').using('btree', table.path.op('text_pattern_ops')),
    index('unit_parent').on(table.parentId),
  ],
);

/** Units merge and split: which earlier units a unit came from. */
export const unitPredecessor = pgTable(
  'unit_predecessor',
  {
    unitId: uuid('unit_id')
      .notNull()
      .references(() => unit.id, { onDelete: 'cascade' }),
    predecessorId: uuid('predecessor_id')
      .notNull()
      .references(() => unit.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.unitId, table.predecessorId] })],
);
