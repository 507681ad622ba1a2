import { z } from 'zod';
import { defineCommand } from './command.ts';
import { day, EXAMPLE_ID, id, instant, line, requiredLine } from './primitives.ts';

export const AGENDA_KINDS = [
  'HEADCOUNT',
  'CEREMONY',
  'OPENING',
  'TOPIC',
  'BREAK',
  'DISCUSSION',
  'DIRECTION',
  'CLOSING',
  'OTHER',
] as const;

const conferenceFields = {
  name: requiredLine(300),
  organisation: line(300),
  startsOn: day,
  endsOn: day,
  helpPhone: line(40),
};
const sessionFields = {
  name: requiredLine(200),
  startsAt: instant,
  endsAt: instant,
  lateAfter: instant,
};
const agendaItemFields = {
  kind: z.enum(AGENDA_KINDS),
  title: requiredLine(500),
  speaker: line(300),
  durationMinutes: z.int().min(1).max(600),
};
const ok = z.object({});
const withId = z.object({ id });

const exampleConference = {
  name: 'Hội nghị nghiên cứu, học tập, quán triệt Nghị quyết',
  organisation: 'Thành ủy Hà Nội',
  startsOn: '2026-12-01',
  endsOn: '2026-12-01',
  helpPhone: '024 3825 0000',
};
const exampleSession = {
  name: 'Buổi sáng',
  startsAt: '2026-12-01T01:00:00Z',
  endsAt: '2026-12-01T04:30:00Z',
  lateAfter: '2026-12-01T01:00:00Z',
};
const exampleAgendaItem = {
  kind: 'TOPIC' as const,
  title: 'Chuyên đề 1',
  speaker: 'Đ/c Nguyễn Văn An',
  durationMinutes: 45,
};

export const conferenceCommands = {
  'conference:create': defineCommand({
    summary: 'Create a conference; the sender confirms that nothing of it is a state secret.',
    permission: 'conference:create',
    kind: 'write',
    input: z.object({ ...conferenceFields, confirmsNoStateSecret: z.literal(true) }),
    output: withId,
    example: {
      input: { ...exampleConference, confirmsNoStateSecret: true },
      output: { id: EXAMPLE_ID },
    },
  }),
  'conference:update': defineCommand({
    summary:
      'Change a conference’s name, organisation, days and help number. `expected` is what the sender saw (a field that is left out is not compared); when it is another now, CONFLICT names the changed fields in `details.fields`.',
    permission: 'conference:manage',
    kind: 'write',
    input: z.object({
      conferenceId: id,
      ...conferenceFields,
      expected: z.object(conferenceFields).partial(),
    }),
    output: ok,
    example: {
      input: {
        conferenceId: EXAMPLE_ID,
        ...exampleConference,
        expected: { ...exampleConference, helpPhone: '' },
      },
      output: {},
    },
  }),
  'conference:archive': defineCommand({
    summary:
      'Put a conference away: its record stays and can be read, and nothing of it can change.',
    permission: 'conference:manage',
    kind: 'write',
    input: z.object({ conferenceId: id }),
    output: ok,
    example: { input: { conferenceId: EXAMPLE_ID }, output: {} },
  }),
  'conference:restore': defineCommand({
    summary: 'Take an archived conference back to work.',
    permission: 'conference:manage',
    kind: 'write',
    input: z.object({ conferenceId: id }),
    output: ok,
    example: { input: { conferenceId: EXAMPLE_ID }, output: {} },
  }),
  'session:create': defineCommand({
    summary:
      'Add a half-day session inside the conference’s days; sessions are numbered by their start.',
    permission: 'conference:manage',
    kind: 'write',
    input: z.object({ conferenceId: id, ...sessionFields }),
    output: withId,
    example: { input: { conferenceId: EXAMPLE_ID, ...exampleSession }, output: { id: EXAMPLE_ID } },
  }),
  'session:update': defineCommand({
    summary:
      'Change a session’s name and times. `expected` is what the sender saw; when it is another now, CONFLICT names the changed fields in `details.fields`.',
    permission: 'conference:manage',
    kind: 'write',
    input: z.object({ sessionId: id, ...sessionFields, expected: z.object(sessionFields) }),
    output: ok,
    example: {
      input: {
        sessionId: EXAMPLE_ID,
        ...exampleSession,
        expected: { ...exampleSession, name: 'Buổi 1' },
      },
      output: {},
    },
  }),
  'session:remove': defineCommand({
    summary: 'Remove a session that has no check-in; refused with IN_USE otherwise.',
    permission: 'conference:manage',
    kind: 'write',
    input: z.object({ sessionId: id }),
    output: ok,
    example: { input: { sessionId: EXAMPLE_ID }, output: {} },
  }),
  'session:open': defineCommand({
    summary: 'Open a session’s doors: from now on its check-ins are counted.',
    permission: 'conference:manage',
    kind: 'write',
    input: z.object({ sessionId: id }),
    output: ok,
    example: { input: { sessionId: EXAMPLE_ID }, output: {} },
  }),
  'agenda-item:create': defineCommand({
    summary: 'Add an item at the end of a session’s agenda.',
    permission: 'conference:manage',
    kind: 'write',
    input: z.object({ sessionId: id, ...agendaItemFields }),
    output: withId,
    example: { input: { sessionId: EXAMPLE_ID, ...exampleAgendaItem }, output: { id: EXAMPLE_ID } },
  }),
  'agenda-item:update': defineCommand({
    summary:
      'Change an agenda item. `expected` is what the sender saw; when it is another now, CONFLICT names the changed fields in `details.fields`.',
    permission: 'conference:manage',
    kind: 'write',
    input: z.object({
      agendaItemId: id,
      ...agendaItemFields,
      expected: z.object(agendaItemFields),
    }),
    output: ok,
    example: {
      input: {
        agendaItemId: EXAMPLE_ID,
        ...exampleAgendaItem,
        expected: { ...exampleAgendaItem, speaker: '' },
      },
      output: {},
    },
  }),
  'agenda-item:move': defineCommand({
    summary: 'Put an agenda item at another place (0 is the first) of its session.',
    permission: 'conference:manage',
    kind: 'write',
    input: z.object({ agendaItemId: id, toIndex: z.int().min(0).max(1000) }),
    output: ok,
    example: { input: { agendaItemId: EXAMPLE_ID, toIndex: 0 }, output: {} },
  }),
  'agenda-item:remove': defineCommand({
    summary: 'Remove an agenda item.',
    permission: 'conference:manage',
    kind: 'write',
    input: z.object({ agendaItemId: id }),
    output: ok,
    example: { input: { agendaItemId: EXAMPLE_ID }, output: {} },
  }),
};
