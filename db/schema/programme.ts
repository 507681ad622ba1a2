import { sql } from 'drizzle-orm';
import {
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Programme } from '#domain/programme.ts';
import { createdAt, moment, primaryId } from './columns.ts';
import { conference, session } from './conference.ts';
import { site } from './site.ts';

/** nguồn: a picture, a sound or both, that a hall offers. Kept, so that it has one id for ever. */
export const source = pgTable(
  'source',
  {
    id: primaryId(),
    conferenceId: uuid('conference_id')
      .notNull()
      .references(() => conference.id, { onDelete: 'cascade' }),
    siteId: uuid('site_id')
      .notNull()
      .references(() => site.id, { onDelete: 'cascade' }),
    /** Which of the hall's sources, e.g. "main", "camera-2", "screen". */
    key: text('key').notNull(),
    kind: text('kind', {
      enum: ['HALL', 'CAMERA', 'SCREEN', 'SOUND_DESK', 'FILE', 'RTMP', 'SRT'],
    }).notNull(),
    name: text('name').notNull(),
    /** Loudness that the director gave it. */
    trimDb: real('trim_db').notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('source_key').on(table.siteId, table.key),
    index('source_conference').on(table.conferenceId),
  ],
);

const chosenSource = (name: string) =>
  uuid(name).references(() => source.id, { onDelete: 'set null' });

/** tín hiệu chương trình of a session, as the director last decided. */
export const programme = pgTable('programme', {
  sessionId: uuid('session_id')
    .primaryKey()
    .references(() => session.id, { onDelete: 'cascade' }),
  /** Rises with each change. */
  number: integer('number').notNull().default(0),
  codec: text('codec', { enum: ['H264', 'VP8'] }).notNull(),
  mainSourceId: chosenSource('main_source_id'),
  insetSourceId: chosenSource('inset_source_id'),
  layout: text('layout', { enum: ['FULL', 'INSET', 'SIDE_BY_SIDE'] })
    .notNull()
    .default('FULL'),
  previewSourceId: chosenSource('preview_source_id'),
  returnSourceId: chosenSource('return_source_id'),
  centreSoundSourceId: chosenSource('centre_sound_source_id'),
  hallSoundSourceId: chosenSource('hall_sound_source_id'),
  isCentreSoundMuted: boolean('is_centre_sound_muted').notNull().default(false),
  isHallSoundMuted: boolean('is_hall_sound_muted').notNull().default(false),
  notice: text('notice', { enum: ['NONE', 'WAITING', 'BREAK', 'TECHNICAL', 'ENDED'] })
    .notNull()
    .default('WAITING'),
  startedAt: moment('started_at'),
  endedAt: moment('ended_at'),
  createdAt: createdAt(),
});

/** Every state the programme had: what was on air when. Appended in the transaction of the change. */
export const programmeHistory = pgTable(
  'programme_history',
  {
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    at: moment('at').notNull().defaultNow(),
    actorKey: text('actor_key').notNull(),
    programme: jsonb('programme').$type<Programme>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.number] })],
);

/** đăng ký phát biểu: its status is derived from the moments (`domain/speaker-queue.ts`). */
export const speakerRequest = pgTable(
  'speaker_request',
  {
    id: primaryId(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id, { onDelete: 'cascade' }),
    siteId: uuid('site_id')
      .notNull()
      .references(() => site.id, { onDelete: 'cascade' }),
    note: text('note').notNull().default(''),
    /** Place in the queue; a moved request takes a value between its new neighbours. */
    place: doublePrecision('place').notNull(),
    requestedAt: moment('requested_at').notNull().defaultNow(),
    acceptedAt: moment('accepted_at'),
    standbyAt: moment('standby_at'),
    onAirAt: moment('on_air_at'),
    endedAt: moment('ended_at'),
    outcome: text('outcome', { enum: ['DONE', 'WITHDRAWN', 'DECLINED'] }),
  },
  (table) => [
    // A hall waits once: two taps at once make one request.
    uniqueIndex('speaker_request_waiting')
      .on(table.sessionId, table.siteId)
      .where(sql`${table.endedAt} is null`),
    index('speaker_request_session').on(table.sessionId, table.place),
  ],
);

/** What must stand over a reconnect of a hall and a restart of the server: mute, mode, sound output, joining, what it said. */
export const hallLine = pgTable(
  'hall_line',
  {
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id, { onDelete: 'cascade' }),
    siteId: uuid('site_id')
      .notNull()
      .references(() => site.id, { onDelete: 'cascade' }),
    isMutedByCentre: boolean('is_muted_by_centre').notNull().default(false),
    /** A hall joins with its microphone off. */
    isMutedByHall: boolean('is_muted_by_hall').notNull().default(true),
    mode: text('mode', { enum: ['FULL', 'LOWER', 'SOUND_ONLY', 'WATCH', 'TELEVISION'] })
      .notNull()
      .default('FULL'),
    /** Which machine of the hall plays the programme's sound. */
    soundOutput: text('sound_output', { enum: ['CONSOLE', 'PROJECTOR'] })
      .notNull()
      .default('CONSOLE'),
    /** When it last came on the line; null before, and after it left by itself. */
    joinedAt: moment('joined_at'),
    /** What somebody in the hall said about television and watch page, and when; null: nothing. */
    canFollow: boolean('can_follow'),
    saidAt: moment('said_at'),
    /** Since when it waits for the control room’s help. */
    helpAskedAt: moment('help_asked_at'),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.siteId] })],
);

/** lời nhắn: a sentence from the director to one hall, shown there until somebody has seen it. */
export const centreMessage = pgTable(
  'centre_message',
  {
    id: primaryId(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => session.id, { onDelete: 'cascade' }),
    siteId: uuid('site_id')
      .notNull()
      .references(() => site.id, { onDelete: 'cascade' }),
    text: text('text').notNull(),
    actorKey: text('actor_key').notNull(),
    sentAt: moment('sent_at').notNull().defaultNow(),
    seenAt: moment('seen_at'),
  },
  (table) => [index('centre_message_hall').on(table.sessionId, table.siteId, table.sentAt)],
);
