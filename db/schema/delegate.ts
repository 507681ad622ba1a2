import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, primaryId } from './columns.ts';
import { conference } from './conference.ts';
import { site } from './site.ts';
import { unit } from './unit.ts';

/** thành phần: as what a delegate is summoned. */
export const delegateCategory = pgTable(
  'delegate_category',
  {
    id: primaryId(),
    conferenceId: uuid('conference_id')
      .notNull()
      .references(() => conference.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    searchKey: text('search_key').notNull(),
    ordinal: integer('ordinal').notNull(),
  },
  (table) => [uniqueIndex('delegate_category_name').on(table.conferenceId, table.searchKey)],
);

/** đại biểu: an entry of one conference's summons list; summoned to each of its sessions. */
export const delegate = pgTable(
  'delegate',
  {
    id: primaryId(),
    conferenceId: uuid('conference_id')
      .notNull()
      .references(() => conference.id, { onDelete: 'cascade' }),
    siteId: uuid('site_id')
      .notNull()
      .references(() => site.id),
    unitId: uuid('unit_id').references(() => unit.id),
    categoryId: uuid('category_id').references(() => delegateCategory.id),
    /** The key of the roster file (mã đại biểu); made by the import where a file has none. */
    rosterCode: text('roster_code').notNull(),
    /** What the printed QR holds: ten characters that open nothing but a door's list. */
    checkInCode: text('check_in_code').notNull(),
    familyName: text('family_name').notNull(),
    givenName: text('given_name').notNull(),
    searchKey: text('search_key').notNull(),
    position: text('position').notNull().default(''),
    phone: text('phone').notNull().default(''),
    birthYear: integer('birth_year'),
    seat: text('seat').notNull().default(''),
    note: text('note').notNull().default(''),
    /** Raised to end an earlier secret pass link. */
    passIssue: integer('pass_issue').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    /** Taken off the summons list; the attendance record stays. */
    removedAt: moment('removed_at'),
  },
  (table) => [
    uniqueIndex('delegate_roster_code').on(table.conferenceId, table.rosterCode),
    uniqueIndex('delegate_check_in_code').on(table.conferenceId, table.checkInCode),
    index('delegate_site').on(table.siteId),
    index('delegate_unit').on(table.unitId),
  ],
);
