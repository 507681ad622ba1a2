import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { moment, primaryId } from './columns.ts';
import { session } from './conference.ts';
import { delegate } from './delegate.ts';
import { device, site } from './site.ts';

/**
 * điểm danh: an appended event, never changed. `id` is made by the client, and is the only thing
 * that makes an event a repeat. `subjectId` is the delegate, or the walk-in's own id.
 */
export const checkIn = pgTable(
  'check_in',
  {
    id: uuid('id').primaryKey(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id, { onDelete: 'cascade' }),
    /** The hall whose door recorded it. */
    siteId: uuid('site_id')
      .notNull()
      .references(() => site.id),
    subjectKind: text('subject_kind', { enum: ['DELEGATE', 'WALK_IN'] }).notNull(),
    subjectId: uuid('subject_id').notNull(),
    kind: text('kind', {
      enum: ['PRESENT', 'SUBSTITUTE', 'EXCUSED', 'UNEXCUSED', 'LEFT_EARLY', 'WALK_IN', 'UNDO'],
    }).notNull(),
    method: text('method', { enum: ['QR', 'NAME', 'MANUAL'] }).notNull(),
    /** Clock of the door, corrected by its measured distance to the server's: the order of the fold. */
    happenedAt: moment('happened_at').notNull(),
    /** The door's own clock, uncorrected. */
    deviceAt: moment('device_at').notNull(),
    receivedAt: moment('received_at').notNull().defaultNow(),
    /** UNDO: the event taken back. */
    undoesId: uuid('undoes_id'),
    /** EXCUSED: the reason. SUBSTITUTE, WALK_IN: who came, their position and unit. */
    detail: jsonb('detail').$type<CheckInDetailColumn>().notNull().default({}),
    deviceId: uuid('device_id').references(() => device.id),
    accountId: text('account_id'),
    /** It changed no figure when it was folded: somebody had already said the same. */
    isDuplicate: boolean('is_duplicate').notNull().default(false),
    /** It arrived after the count was closed: kept, and offered as a revision. */
    isAfterClosing: boolean('is_after_closing').notNull().default(false),
  },
  (table) => [
    index('check_in_subject').on(table.sessionId, table.subjectId),
    index('check_in_site').on(table.sessionId, table.siteId, table.receivedAt),
  ],
);

export interface CheckInDetailColumn {
  reason?: string;
  personName?: string;
  position?: string;
  unitName?: string;
}

/** tình trạng tham dự: the fold of one delegate's events in one session. No row: unmarked. */
export const attendance = pgTable(
  'attendance',
  {
    sessionId: uuid('session_id').notNull(),
    delegateId: uuid('delegate_id').notNull(),
    status: text('status', { enum: ['PRESENT', 'EXCUSED', 'UNEXCUSED', 'UNMARKED'] }).notNull(),
    presentAt: moment('present_at'),
    /** The hall where the delegate sat; may differ from the hall of the roster. */
    presentSiteId: uuid('present_site_id').references(() => site.id),
    isLate: boolean('is_late').notNull().default(false),
    isSubstitute: boolean('is_substitute').notNull().default(false),
    leftEarlyAt: moment('left_early_at'),
    reason: text('reason').notNull().default(''),
    substituteName: text('substitute_name').notNull().default(''),
    /** The event that made the status, which an undo names. */
    decidingCheckInId: uuid('deciding_check_in_id'),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.delegateId] }),
    foreignKey({ columns: [table.sessionId], foreignColumns: [session.id] }).onDelete('cascade'),
    foreignKey({ columns: [table.delegateId], foreignColumns: [delegate.id] }).onDelete('cascade'),
    index('attendance_delegate').on(table.delegateId),
  ],
);

/** ngoài danh sách: the fold of a walk-in's events; counted beside the percentage. */
export const walkIn = pgTable(
  'walk_in',
  {
    id: uuid('id').primaryKey(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id, { onDelete: 'cascade' }),
    siteId: uuid('site_id')
      .notNull()
      .references(() => site.id),
    personName: text('person_name').notNull(),
    position: text('position').notNull().default(''),
    unitName: text('unit_name').notNull().default(''),
    presentAt: moment('present_at').notNull(),
    isUndone: boolean('is_undone').notNull().default(false),
  },
  (table) => [index('walk_in_site').on(table.sessionId, table.siteId)],
);

/** báo cáo quân số: a hall's declared count; appended, the newest by `happenedAt` stands. */
export const headcountReport = pgTable(
  'headcount_report',
  {
    id: primaryId(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id, { onDelete: 'cascade' }),
    siteId: uuid('site_id')
      .notNull()
      .references(() => site.id),
    presentCount: integer('present_count').notNull(),
    note: text('note').notNull().default(''),
    happenedAt: moment('happened_at').notNull().defaultNow(),
    deviceId: uuid('device_id').references(() => device.id),
    accountId: text('account_id'),
  },
  (table) => [index('headcount_report_site').on(table.sessionId, table.siteId, table.happenedAt)],
);
