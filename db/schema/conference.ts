import { date, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, moment, primaryId } from './columns.ts';

/** hội nghị: one round, with its halls, roster and sessions. */
export const conference = pgTable('conference', {
  id: primaryId(),
  name: text('name').notNull(),
  /** Who holds it, as written above the title of a report. */
  organisation: text('organisation').notNull().default(''),
  startsOn: date('starts_on', { mode: 'string' }).notNull(),
  endsOn: date('ends_on', { mode: 'string' }).notNull(),
  helpPhone: text('help_phone').notNull().default(''),
  createdAt: createdAt(),
  archivedAt: moment('archived_at'),
});

/** buổi: half a day of a conference; the unit in which attendance is counted. */
export const session = pgTable(
  'session',
  {
    id: primaryId(),
    conferenceId: uuid('conference_id')
      .notNull()
      .references(() => conference.id, { onDelete: 'cascade' }),
    ordinal: integer('ordinal').notNull(),
    name: text('name').notNull(),
    startsAt: moment('starts_at').notNull(),
    endsAt: moment('ends_at').notNull(),
    /** A first check-in after this moment is late (đi muộn). */
    lateAfter: moment('late_after').notNull(),
    /** Doors take check-ins from here on; null: not opened yet. */
    openedAt: moment('opened_at'),
    /** chốt quân số; later events are kept and offered as a revision. */
    closedAt: moment('closed_at'),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex('session_ordinal').on(table.conferenceId, table.ordinal)],
);

/** chuyên đề and every other slot of a session's programme. */
export const agendaItem = pgTable(
  'agenda_item',
  {
    id: primaryId(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id, { onDelete: 'cascade' }),
    ordinal: integer('ordinal').notNull(),
    kind: text('kind', {
      enum: [
        'HEADCOUNT',
        'CEREMONY',
        'OPENING',
        'TOPIC',
        'BREAK',
        'DISCUSSION',
        'DIRECTION',
        'CLOSING',
        'OTHER',
      ],
    }).notNull(),
    title: text('title').notNull(),
    /** báo cáo viên, as printed: "Đ/c Nguyễn Văn A, Trưởng ban …"; empty where nobody speaks. */
    speaker: text('speaker').notNull().default(''),
    durationMinutes: integer('duration_minutes').notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('agenda_item_session').on(table.sessionId, table.ordinal)],
);
