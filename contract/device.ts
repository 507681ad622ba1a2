import { z } from 'zod';
import { DEVICE_KINDS } from '#domain/actor.ts';
import { defineCommand } from './command.ts';
import { EXAMPLE_INCARNATION, incarnation } from './incarnation.ts';
import { EXAMPLE_ID, EXAMPLE_ID_2, id, instant, line } from './primitives.ts';

const deviceKind = z.enum(DEVICE_KINDS);
const ok = z.object({});

export const deviceCommands = {
  'device:enrol': defineCommand({
    summary:
      'Enrol this browser as a device of a hall by a link’s token or a typed code; answers with a cookie, so only over HTTP. Throttled. A hall has one console: while another is in use it is refused with CONSOLE_IN_USE, unless its link was re-issued since. A browser that names halls in `holdsEventsOf` becomes a door of one of these or nothing: DEVICE_HOLDS_EVENTS.',
    permission: 'public:use',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({
      secret: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('LINK'), token: z.string().min(1).max(200) }),
        z.object({ kind: z.literal('CODE'), code: z.string().min(1).max(40) }),
      ]),
      label: line(80),
      /** Halls of check-ins that this browser holds and the centre has not: no other device can send them. */
      holdsEventsOf: z.array(id).max(100).optional(),
    }),
    output: z.object({ deviceId: id, deviceKind, siteId: id, siteName: z.string() }),
    example: {
      input: { secret: { kind: 'CODE', code: 'K7M2Q-9XW4T' }, label: 'Điện thoại cửa số 1' },
      output: {
        deviceId: EXAMPLE_ID,
        deviceKind: 'DOOR',
        siteId: EXAMPLE_ID_2,
        siteName: 'Điểm cầu Phường Ba Đình',
      },
    },
  }),
  'device:self': defineCommand({
    summary: 'What this device is: its hall, conference and sessions.',
    permission: 'site:read',
    kind: 'read',
    input: z.object({}),
    output: z.object({
      deviceId: id,
      deviceKind,
      siteId: id,
      siteCode: z.string(),
      siteName: z.string(),
      conferenceId: id,
      conferenceName: z.string(),
      helpPhone: z.string(),
      incarnation,
      sessions: z.array(
        z.object({
          id,
          name: z.string(),
          startsAt: instant,
          endsAt: instant,
          lateAfter: instant,
          openedAt: instant.nullable(),
          closedAt: instant.nullable(),
        }),
      ),
    }),
    example: {
      input: {},
      output: {
        deviceId: EXAMPLE_ID,
        deviceKind: 'DOOR',
        siteId: EXAMPLE_ID_2,
        siteCode: 'HN-001',
        siteName: 'Điểm cầu Quận Ba Đình',
        conferenceId: EXAMPLE_ID,
        conferenceName: 'Hội nghị nghiên cứu, học tập, quán triệt Nghị quyết',
        helpPhone: '024 3825 0000',
        incarnation: EXAMPLE_INCARNATION,
        sessions: [],
      },
    },
  }),
  'device:leave': defineCommand({
    summary: 'End this device’s own enrolment. Only over HTTP.',
    permission: 'site:read',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({}),
    output: ok,
    example: { input: {}, output: {} },
  }),
  'device:revoke': defineCommand({
    summary: 'End one device’s access; it is disconnected at once.',
    permission: 'device:manage',
    kind: 'write',
    input: z.object({ deviceId: id }),
    output: ok,
    example: { input: { deviceId: EXAMPLE_ID }, output: {} },
  }),
  'device-link:list': defineCommand({
    summary:
      'The links and codes of a hall’s four device kinds and the text to paste into a message. Missing ones are made.',
    permission: 'device:manage',
    kind: 'read',
    input: z.object({ siteId: id }),
    output: z.object({
      links: z.array(
        z.object({
          deviceKind,
          /** Null while revoked, as is the code. */
          link: z.url().nullable(),
          /** Ten letters and digits in two groups. */
          code: z.string().nullable(),
          isRevoked: z.boolean(),
          issuedAt: instant,
        }),
      ),
      message: z.object({ vi: z.string(), en: z.string() }),
    }),
    example: {
      input: { siteId: EXAMPLE_ID },
      output: {
        links: [
          {
            deviceKind: 'DOOR',
            link: 'https://diemcau.example/d/AZgKTnwAcACAAAAAAAAAAQ.1.m2Xr8b0QzJ4',
            code: 'K7M2Q-9XW4T',
            isRevoked: false,
            issuedAt: '2026-11-20T02:00:00Z',
          },
        ],
        message: { vi: 'Điểm cầu Quận Ba Đình …', en: 'Hall of Ba Đình district …' },
      },
    },
  }),
  'device-link:reissue': defineCommand({
    summary:
      'Replace one link and code by new ones. Devices already enrolled stay, unless `revokesDevices`.',
    permission: 'device:manage',
    kind: 'write',
    input: z.object({ siteId: id, deviceKind, revokesDevices: z.boolean() }),
    output: ok,
    example: {
      input: { siteId: EXAMPLE_ID, deviceKind: 'DOOR', revokesDevices: false },
      output: {},
    },
  }),
  'device-link:revoke': defineCommand({
    summary: 'End one link and code, until it is re-issued.',
    permission: 'device:manage',
    kind: 'write',
    input: z.object({ siteId: id, deviceKind }),
    output: ok,
    example: { input: { siteId: EXAMPLE_ID, deviceKind: 'DOOR' }, output: {} },
  }),
};
