import { z } from 'zod';
import { FOLLOWING_MODES } from '#domain/following.ts';
import { defineCommand } from './command.ts';
import { defineEvent, revisionSchema } from './event.ts';
import { EXAMPLE_ID, EXAMPLE_ID_2, id, instant, requiredLine } from './primitives.ts';
import { exampleSpeakerRequest, speakerRequestState } from './speaker.ts';

/** Which machine of the hall plays the programme's sound: never two, or the hall hears an echo. */
export const SOUND_OUTPUTS = ['CONSOLE', 'PROJECTOR'] as const;
export type SoundOutput = (typeof SOUND_OUTPUTS)[number];

/** lời nhắn: a sentence from the director to one hall. */
export const centreMessage = z.object({ messageId: id, text: z.string(), sentAt: instant });
export type CentreMessage = z.output<typeof centreMessage>;

export const exampleCentreMessage: z.input<typeof centreMessage> = {
  messageId: EXAMPLE_ID,
  text: 'Đề nghị kiểm tra máy quay và dây nối.',
  sentAt: '2026-11-20T02:12:00Z',
};

/** What the centre knows of a hall and the hall must know of itself; stored, so a restart loses none. */
export const hallState = z.object({
  sessionId: id,
  siteId: id,
  /** The centre muted the hall: its microphone goes nowhere until the centre says so. */
  isMutedByCentre: z.boolean(),
  /** The hall muted itself. */
  isMutedByHall: z.boolean(),
  mode: z.enum(FOLLOWING_MODES),
  soundOutput: z.enum(SOUND_OUTPUTS),
  speakerRequest: speakerRequestState.nullable(),
  /** Requests before this one, counted from 0; null without a waiting request. */
  waitingBefore: z.int().nonnegative().nullable(),
  isPictureOnAir: z.boolean(),
  isSoundOnAir: z.boolean(),
  /** Sources of this hall that somebody watches or hears now: these must send. */
  wantedSourceIds: z.array(id),
  /** Loudness that the director gave a source of this hall, in dB. */
  trims: z.array(z.object({ sourceId: id, trimDb: z.number() })),
  /** What somebody in the hall said last about television and watch page. */
  said: z.object({ canFollow: z.boolean(), at: instant }).nullable(),
  /** Since when the hall waits for help; null when it asked for none. */
  helpAskedAt: instant.nullable(),
  /** The session’s watch page on this server, while its broadcast is on: another way to follow. */
  watchPath: z.string().nullable(),
  /** The conference is being recorded: those in the hall are told. */
  isRecorded: z.boolean(),
  /** A camera, screen or sound of this hall is recorded by itself, beside the programme. */
  isIsolated: z.boolean(),
  /** From the director, not seen yet; oldest first. */
  messages: z.array(centreMessage),
});
export type HallState = z.output<typeof hallState>;

export const exampleHallState: z.input<typeof hallState> = {
  sessionId: EXAMPLE_ID,
  siteId: EXAMPLE_ID_2,
  isMutedByCentre: false,
  isMutedByHall: true,
  mode: 'FULL',
  soundOutput: 'CONSOLE',
  speakerRequest: exampleSpeakerRequest,
  waitingBefore: 1,
  isPictureOnAir: false,
  isSoundOnAir: false,
  wantedSourceIds: [],
  trims: [],
  said: null,
  helpAskedAt: null,
  watchPath: '/watch/8fJ2kQpXw1s',
  isRecorded: true,
  isIsolated: false,
  messages: [exampleCentreMessage],
};

export const PICTURE_CONDITIONS = ['GOOD', 'BLACK', 'FROZEN', 'MISSING', 'OFF'] as const;
export const SOUND_CONDITIONS = ['GOOD', 'SILENT', 'CLIPPING', 'MISSING', 'OFF'] as const;

/** What a console measures about itself; kept in memory only. */
export const hallReport = z.object({
  picture: z.enum(PICTURE_CONDITIONS),
  sound: z.enum(SOUND_CONDITIONS),
  /** Of the received programme: share of packets lost, in percent, over the last report's time. */
  lossPercent: z.number().min(0).max(100),
  roundTripMs: z.number().min(0).max(60_000),
  receivedFramesPerSecond: z.number().min(0).max(240),
  receivedHeight: z.int().min(0).max(8_640),
  isProgrammeFrozen: z.boolean(),
});
export type HallReport = z.output<typeof hallReport>;

export const exampleHallReport: z.input<typeof hallReport> = {
  picture: 'GOOD',
  sound: 'GOOD',
  lossPercent: 0.4,
  roundTripMs: 38,
  receivedFramesPerSecond: 25,
  receivedHeight: 720,
  isProgrammeFrozen: false,
};

/** Base64 of a JPEG of at most 12 kB. */
export const stillImage = z
  .string()
  .max(16_384)
  .regex(/^\/9j\/[A-Za-z0-9+/]+={0,2}$/);

const place = { sessionId: id, siteId: id };
const examplePlace = { sessionId: EXAMPLE_ID, siteId: EXAMPLE_ID_2 };
const ok = z.object({});

export const hallCommands = {
  'hall:subscribe': defineCommand({
    summary: 'Follow the state of one’s own hall in a session.',
    permission: 'hall:follow',
    kind: 'read',
    input: z.object(place),
    output: z.object({ revision: revisionSchema, hall: hallState }),
    example: {
      input: examplePlace,
      output: { revision: { epoch: '7', number: 3 }, hall: exampleHallState },
    },
  }),
  'hall:mute-self': defineCommand({
    summary: 'Switch the hall’s own microphone off or on; kept over reloads and reconnects.',
    permission: 'hall:operate',
    kind: 'write',
    input: z.object({ ...place, isMuted: z.boolean() }),
    output: ok,
    example: { input: { ...examplePlace, isMuted: true }, output: {} },
  }),
  'hall:set-mode': defineCommand({
    summary: 'Say how the hall follows at present.',
    permission: 'hall:operate',
    kind: 'write',
    input: z.object({ ...place, mode: z.enum(FOLLOWING_MODES) }),
    output: ok,
    example: { input: { ...examplePlace, mode: 'SOUND_ONLY' }, output: {} },
  }),
  'hall:set-sound-output': defineCommand({
    summary:
      'Say which machine of the hall plays the programme’s sound: its console or its projector.',
    permission: 'hall:operate',
    kind: 'write',
    input: z.object({ ...place, soundOutput: z.enum(SOUND_OUTPUTS) }),
    output: ok,
    example: { input: { ...examplePlace, soundOutput: 'PROJECTOR' }, output: {} },
  }),
  'hall:report': defineCommand({
    summary: 'What the console measures about itself, every few seconds; kept in memory only.',
    permission: 'hall:operate',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({ ...place, report: hallReport }),
    output: ok,
    example: { input: { ...examplePlace, report: exampleHallReport }, output: {} },
  }),
  'hall:still': defineCommand({
    summary: 'A small still of the hall’s camera for the wall, every few seconds; in memory only.',
    permission: 'hall:operate',
    kind: 'write',
    idempotency: 'natural',
    input: z.object({ ...place, still: stillImage }),
    output: ok,
    example: { input: { ...examplePlace, still: '/9j/4AAQSkZJRgABAQAAAQABAAD' }, output: {} },
  }),
  'hall:contact': defineCommand({
    summary:
      'Whom to call when a hall is in trouble, for its directors; each look is written down.',
    permission: 'control-room:follow',
    kind: 'read',
    input: z.object(place),
    output: z.object({ contactName: z.string(), contactPhone: z.string() }),
    example: {
      input: examplePlace,
      output: { contactName: 'Lê Thị Hoa', contactPhone: '0912000001' },
    },
  }),
  'hall:message': defineCommand({
    summary:
      'Send one hall a sentence; its console shows it until somebody there has seen it, also after a lost line.',
    permission: 'programme:direct',
    kind: 'write',
    input: z.object({ ...place, text: requiredLine(200) }),
    output: z.object({ messageId: id }),
    example: {
      input: { ...examplePlace, text: exampleCentreMessage.text },
      output: { messageId: EXAMPLE_ID },
    },
  }),
  'hall:see-message': defineCommand({
    summary: 'Say that a message from the centre was seen; the control room reads it.',
    permission: 'hall:say',
    kind: 'write',
    input: z.object({ ...place, messageId: id }),
    output: ok,
    example: { input: { ...examplePlace, messageId: EXAMPLE_ID }, output: {} },
  }),
  'hall:ask-help': defineCommand({
    summary: 'Ask the control room for help, which calls the hall; or take that back.',
    permission: 'hall:say',
    kind: 'write',
    input: z.object({ ...place, isNeeded: z.boolean() }),
    output: ok,
    example: { input: { ...examplePlace, isNeeded: true }, output: {} },
  }),
  'hall:end-help': defineCommand({
    summary: 'Say that a hall that asked for help was helped.',
    permission: 'programme:direct',
    kind: 'write',
    input: z.object(place),
    output: ok,
    example: { input: examplePlace, output: {} },
  }),
  'hall:mute': defineCommand({
    summary: 'Mute a hall from the centre, or let it be heard again.',
    permission: 'programme:direct',
    kind: 'write',
    input: z.object({ ...place, isMuted: z.boolean() }),
    output: ok,
    example: { input: { ...examplePlace, isMuted: true }, output: {} },
  }),
  'hall:mute-all': defineCommand({
    summary: 'Mute every hall but those on air.',
    permission: 'programme:direct',
    kind: 'write',
    input: z.object({ sessionId: id }),
    output: z.object({ mutedCount: z.int().nonnegative() }),
    example: { input: { sessionId: EXAMPLE_ID }, output: { mutedCount: 764 } },
  }),
};

export const hallEvents = {
  'hall:changed': defineEvent({
    summary: 'The hall’s own state after a change, whole.',
    payload: z.object({ revision: revisionSchema, hall: hallState }),
    example: { revision: { epoch: '7', number: 4 }, hall: exampleHallState },
  }),
  'line:closed': defineEvent({
    summary:
      'The line is gone (its worker died, or another browser took over): open a new one, in the same place.',
    payload: z.object({ revision: revisionSchema, lineId: id, isTakenOver: z.boolean() }),
    example: {
      revision: { epoch: '7', number: 5 },
      lineId: EXAMPLE_ID,
      isTakenOver: false,
    },
  }),
};
