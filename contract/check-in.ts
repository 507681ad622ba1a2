import { z } from 'zod';
import { ATTENDANCE_STATUSES, CHECK_IN_KINDS } from '#domain/attendance.ts';
import { readCheckInCode } from '#domain/check-in-code.ts';
import { defineCommand } from './command.ts';
import { defineEvent, revisionSchema } from './event.ts';
import { EXAMPLE_INCARNATION, incarnation } from './incarnation.ts';
import { count, EXAMPLE_ID, EXAMPLE_ID_2, id, instant, line, requiredLine } from './primitives.ts';

export const checkInKind = z.enum(CHECK_IN_KINDS);

/** As scanned or typed; compared in its stored form. */
const checkInCode = requiredLine(40).transform((text) => readCheckInCode(text) ?? text);

/** An event as a door sends it. `id` is made by the door and makes repeats harmless. */
export const checkInEvent = z.object({
  id,
  subject: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('DELEGATE'), delegateId: id }),
    /** A scanned code that is not on the door's list: a delegate of another hall, found by the centre. */
    z.object({ kind: z.literal('CODE'), checkInCode }),
    /** The walk-in's own id, made by the door. */
    z.object({ kind: z.literal('WALK_IN'), walkInId: id }),
  ]),
  kind: checkInKind,
  method: z.enum(['QR', 'NAME', 'MANUAL']),
  /** The door's clock, corrected by its measured distance to the server's. */
  happenedAt: instant,
  deviceAt: instant,
  undoesId: id.optional(),
  detail: z
    .object({
      reason: line(300).optional(),
      personName: line(120).optional(),
      position: line(200).optional(),
      unitName: line(200).optional(),
    })
    .default({}),
});
export type CheckInEvent = z.output<typeof checkInEvent>;

/** tình trạng tham dự of one delegate in one session; a delegate without one is unmarked. */
export const attendanceState = z.object({
  delegateId: id,
  status: z.enum(ATTENDANCE_STATUSES),
  presentAt: instant.nullable(),
  /** The hall where the delegate sits; may differ from the hall of the roster. */
  presentSiteId: id.nullable(),
  isLate: z.boolean(),
  isSubstitute: z.boolean(),
  leftEarlyAt: instant.nullable(),
  reason: z.string(),
  substituteName: z.string(),
  decidingCheckInId: id.nullable(),
  /** When the record last changed: of two states of one delegate, the later one stands. */
  updatedAt: instant,
});
export type AttendanceState = z.output<typeof attendanceState>;

export const walkInState = z.object({
  walkInId: id,
  personName: z.string(),
  position: z.string(),
  unitName: z.string(),
  presentAt: instant,
  isUndone: z.boolean(),
  /** The event that an undo names; null once undone. */
  decidingCheckInId: id.nullable(),
});
export type WalkInState = z.output<typeof walkInState>;

/** A delegate as a door shows one. */
const doorDelegate = z.object({
  id,
  checkInCode: z.string(),
  rosterCode: z.string(),
  familyName: z.string(),
  givenName: z.string(),
  position: z.string(),
  unitName: z.string(),
  categoryName: z.string(),
  seat: z.string(),
  birthYear: z.int().nullable(),
});
export type DoorDelegate = z.output<typeof doorDelegate>;

/** A delegate of another hall of the conference, at this door. */
const guest = z.object({
  id,
  familyName: z.string(),
  givenName: z.string(),
  position: z.string(),
  unitName: z.string(),
  siteName: z.string(),
});
export type Guest = z.output<typeof guest>;

/** What the server says of one event, by its id. */
const receipt = z.discriminatedUnion('outcome', [
  /** Stored, and it changed the record. */
  z.object({ id, outcome: z.literal('COUNTED') }),
  /** Stored; somebody had already said the same, no figure changed. */
  z.object({ id, outcome: z.literal('DUPLICATE'), presentAt: instant.nullable() }),
  /** Stored after the count was closed: offered to the organiser as a revision. */
  z.object({ id, outcome: z.literal('AFTER_CLOSING') }),
  /** Not stored: the door keeps it and shows the reason. */
  z.object({
    id,
    outcome: z.literal('REFUSED'),
    code: z.enum([
      'UNKNOWN_DELEGATE',
      /** An undo of an event that the centre does not know. */
      'UNKNOWN_EVENT',
      /** No session of this hall's conference. */
      'UNKNOWN_SESSION',
      /** Too early by hours: the door sends it again later. */
      'SESSION_NOT_OPEN',
      /** A part is missing or does not fit, or the id was used for another event. */
      'INVALID_EVENT',
    ]),
  }),
]);
export type Receipt = z.output<typeof receipt>;

const exampleEvent = {
  id: EXAMPLE_ID,
  subject: { kind: 'DELEGATE' as const, delegateId: EXAMPLE_ID_2 },
  kind: 'PRESENT' as const,
  method: 'QR' as const,
  happenedAt: '2026-12-01T00:45:12.120Z',
  deviceAt: '2026-12-01T00:45:10.020Z',
  detail: {},
};
const exampleState = {
  delegateId: EXAMPLE_ID_2,
  status: 'PRESENT' as const,
  presentAt: '2026-12-01T00:45:12.120Z',
  presentSiteId: EXAMPLE_ID_2,
  isLate: false,
  isSubstitute: false,
  leftEarlyAt: null,
  reason: '',
  substituteName: '',
  decidingCheckInId: EXAMPLE_ID,
  updatedAt: '2026-12-01T00:45:12.180Z',
};
const exampleRevision = { epoch: '7', number: 12 };

export const checkInCommands = {
  'check-in:append': defineCommand({
    summary:
      'Append up to 500 check-in events of one hall and session. Answered after the commit, with a receipt for each event and the states they led to. Bad events are refused one by one, the others count; a repeated event changes nothing and gets the receipt of the first time. A clock that is hours wrong is replaced by the time of arrival.',
    permission: 'check-in:append',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({ sessionId: id, siteId: id, events: z.array(checkInEvent).min(1).max(500) }),
    output: z.object({
      receipts: z.array(receipt),
      receivedAt: instant,
      attendance: z.array(attendanceState),
      walkIns: z.array(walkInState),
    }),
    example: {
      input: { sessionId: EXAMPLE_ID, siteId: EXAMPLE_ID_2, events: [exampleEvent] },
      output: {
        receipts: [{ id: EXAMPLE_ID, outcome: 'COUNTED' }],
        receivedAt: '2026-12-01T00:45:12.180Z',
        attendance: [exampleState],
        walkIns: [],
      },
    },
  }),
  'door:roster': defineCommand({
    summary: 'The summons list of one hall, for a door to keep for work without a network.',
    permission: 'roster:read',
    kind: 'read',
    input: z.object({ siteId: id }),
    output: z.object({
      /** Changes with the list; `door:subscribe` tells the current one. */
      rosterVersion: z.string(),
      delegates: z.array(doorDelegate),
    }),
    example: {
      input: { siteId: EXAMPLE_ID },
      output: { rosterVersion: '2026-11-20T02:00:00.000Z/68', delegates: [] },
    },
  }),
  'door:find': defineCommand({
    summary:
      'Who a scanned code belongs to that is not on the hall’s list: a delegate of another hall of the conference, or nobody.',
    permission: 'check-in:append',
    kind: 'read',
    input: z.object({ siteId: id, checkInCode }),
    output: z.object({ delegate: guest.nullable() }),
    example: {
      input: { siteId: EXAMPLE_ID, checkInCode: '7K2MQ-9XW4T' },
      output: { delegate: null },
    },
  }),
  'door:subscribe': defineCommand({
    summary:
      'Join the stream of one hall’s attendance in one session; answers with the snapshot and its revision, then `door:changed` follows.',
    permission: 'check-in:append',
    kind: 'read',
    input: z.object({ siteId: id, sessionId: id }),
    output: z.object({
      revision: revisionSchema,
      serverTime: instant,
      incarnation,
      rosterVersion: z.string(),
      /** Of the hall's delegates, and of delegates of other halls who sit here. */
      attendance: z.array(attendanceState),
      walkIns: z.array(walkInState),
      guests: z.array(guest),
    }),
    example: {
      input: { siteId: EXAMPLE_ID, sessionId: EXAMPLE_ID_2 },
      output: {
        revision: exampleRevision,
        serverTime: '2026-12-01T00:45:12.180Z',
        incarnation: EXAMPLE_INCARNATION,
        rosterVersion: '2026-11-20T02:00:00.000Z/68',
        attendance: [exampleState],
        walkIns: [],
        guests: [],
      },
    },
  }),
  'headcount:report': defineCommand({
    summary:
      'Declare how many people sit in a hall (báo cáo quân số). The newest report stands; earlier ones are kept.',
    permission: 'headcount:report',
    kind: 'write',
    input: z.object({
      sessionId: id,
      siteId: id,
      presentCount: count,
      note: line(300),
      happenedAt: instant,
    }),
    output: z.object({ reportId: id }),
    example: {
      input: {
        sessionId: EXAMPLE_ID,
        siteId: EXAMPLE_ID_2,
        presentCount: 68,
        note: '',
        happenedAt: '2026-12-01T01:05:00Z',
      },
      output: { reportId: EXAMPLE_ID },
    },
  }),
  'headcount:latest': defineCommand({
    summary:
      'The standing headcount report of a hall in a session, with what its roster and doors say.',
    permission: 'headcount:read',
    kind: 'read',
    input: z.object({ sessionId: id, siteId: id }),
    output: z.object({
      report: z.object({ presentCount: count, note: z.string(), happenedAt: instant }).nullable(),
      summoned: count,
      present: count,
      /** By which a phone with a wrong clock corrects the moments of its reports. */
      serverTime: instant,
    }),
    example: {
      input: { sessionId: EXAMPLE_ID, siteId: EXAMPLE_ID_2 },
      output: {
        report: { presentCount: 68, note: '', happenedAt: '2026-12-01T01:05:00Z' },
        summoned: 70,
        present: 66,
        serverTime: '2026-12-01T01:05:09Z',
      },
    },
  }),
};

export const checkInEvents = {
  'door:changed': defineEvent({
    summary:
      'New attendance of one hall, to its doors: whole states, so that applying one twice is harmless.',
    payload: z.object({
      siteId: id,
      sessionId: id,
      revision: revisionSchema,
      attendance: z.array(attendanceState),
      walkIns: z.array(walkInState),
    }),
    example: {
      siteId: EXAMPLE_ID,
      sessionId: EXAMPLE_ID_2,
      revision: { epoch: '7', number: 13 },
      attendance: [exampleState],
      walkIns: [],
    },
  }),
};
