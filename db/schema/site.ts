import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { createdAt, moment, primaryId, secretHash } from './columns.ts';
import { conference } from './conference.ts';
import { unit } from './unit.ts';

/** điểm cầu: a hall of one conference. */
export const site = pgTable(
  'site',
  {
    id: primaryId(),
    conferenceId: uuid('conference_id')
      .notNull()
      .references(() => conference.id, { onDelete: 'cascade' }),
    code: text('code').notNull(),
    name: text('name').notNull(),
    searchKey: text('search_key').notNull(),
    tier: text('tier', { enum: ['CENTRAL', 'DISTRICT', 'COMMUNE', 'OTHER'] }).notNull(),
    mode: text('mode', { enum: ['ONLINE', 'TV_ONLY', 'HYBRID'] }).notNull(),
    unitId: uuid('unit_id').references(() => unit.id),
    parentSiteId: uuid('parent_site_id').references((): AnyPgColumn => site.id),
    contactName: text('contact_name').notNull().default(''),
    contactPhone: text('contact_phone').notNull().default(''),
    /** Delegates the plan foresees; the roster's count is `summoned`. */
    plannedCount: integer('planned_count'),
    createdAt: createdAt(),
    removedAt: moment('removed_at'),
  },
  (table) => [
    uniqueIndex('site_code').on(table.conferenceId, table.code),
    index('site_unit').on(table.unitId),
  ],
);

/**
 * The right to enrol devices of one kind at one hall. The link and the code are derived from the
 * master key, this row's id and `issue`; re-issuing raises `issue`, which ends the earlier ones.
 */
export const deviceLink = pgTable(
  'device_link',
  {
    id: primaryId(),
    siteId: uuid('site_id')
      .notNull()
      .references(() => site.id, { onDelete: 'cascade' }),
    deviceKind: text('device_kind', {
      enum: ['CONSOLE', 'PROJECTOR', 'DOOR', 'HEADCOUNT'],
    }).notNull(),
    issue: integer('issue').notNull().default(1),
    codeHash: secretHash('code_hash').notNull(),
    issuedAt: moment('issued_at').notNull().defaultNow(),
    revokedAt: moment('revoked_at'),
  },
  (table) => [
    uniqueIndex('device_link_kind').on(table.siteId, table.deviceKind),
    uniqueIndex('device_link_code').on(table.codeHash),
  ],
);

/** An enrolled device; its cookie holds the token whose hash is kept here. */
export const device = pgTable(
  'device',
  {
    id: primaryId(),
    siteId: uuid('site_id')
      .notNull()
      .references(() => site.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['CONSOLE', 'PROJECTOR', 'DOOR', 'HEADCOUNT'] }).notNull(),
    label: text('label').notNull().default(''),
    tokenHash: secretHash('token_hash').notNull(),
    linkId: uuid('link_id').references(() => deviceLink.id),
    linkIssue: integer('link_issue').notNull(),
    enrolledAt: moment('enrolled_at').notNull().defaultNow(),
    lastSeenAt: moment('last_seen_at'),
    revokedAt: moment('revoked_at'),
  },
  (table) => [
    uniqueIndex('device_token').on(table.tokenHash),
    index('device_site').on(table.siteId),
  ],
);
