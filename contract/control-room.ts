import { z } from 'zod';
import { FOLLOWING_MODES } from '#domain/following.ts';
import { SLOTS, SOUND_SLOTS, SOURCE_KINDS } from '#domain/programme.ts';
import { defineCommand } from './command.ts';
import { defineEvent, revisionSchema } from './event.ts';
import { followingState } from './following.ts';
import { centreMessage, exampleCentreMessage, exampleHallReport, hallReport } from './hall.ts';
import { EXAMPLE_ID, EXAMPLE_ID_2, id, instant } from './primitives.ts';
import { exampleProgramme, programmeState } from './programme.ts';
import { exampleSpeakerRequest, speakerRequestState } from './speaker.ts';

/** One hall as the control room lists it. */
export const controlRoomHall = z.object({
  siteId: id,
  code: z.string(),
  name: z.string(),
  tier: z.enum(['CENTRAL', 'DISTRICT', 'COMMUNE', 'OTHER']),
  siteMode: z.enum(['ONLINE', 'TV_ONLY', 'HYBRID']),
  unitName: z.string(),
  hasConsole: z.boolean(),
  /** The console's line: not opened or left, up, or lost; `since` says when that began, where it was seen. */
  line: z.enum(['NONE', 'UP', 'LOST']),
  since: instant.nullable(),
  followingMode: z.enum(FOLLOWING_MODES),
  /** How it follows in fact, as far as anybody there says. */
  following: followingState,
  /** Since when it waits for help; null when it asked for none. */
  helpAskedAt: instant.nullable(),
  isMutedByCentre: z.boolean(),
  isMutedByHall: z.boolean(),
  hasPicture: z.boolean(),
  hasSound: z.boolean(),
  /** The source that a take of this hall uses; null until it has offered one. */
  sourceId: id.nullable(),
  report: hallReport.nullable(),
  /** The last sentence to the hall, and since when somebody there has seen it. */
  message: centreMessage.extend({ seenAt: instant.nullable() }).nullable(),
});
export type ControlRoomHall = z.output<typeof controlRoomHall>;

export const controlRoomSource = z.object({
  sourceId: id,
  siteId: id,
  kind: z.enum(SOURCE_KINDS),
  key: z.string(),
  name: z.string(),
  isCentral: z.boolean(),
  hasPicture: z.boolean(),
  hasSound: z.boolean(),
  trimDb: z.number(),
});
export type ControlRoomSource = z.output<typeof controlRoomSource>;

/** What one slot shows in fact: it follows the programme by a key frame, or fails to. */
export const slotState = z.object({
  slot: z.enum(SLOTS),
  wantedSourceId: id.nullable(),
  shownSourceId: id.nullable(),
  /** ENDED: the wanted source ended for good, so the slot was given up; told until the next change. */
  status: z.enum(['SHOWN', 'WAITING', 'FAILED', 'STARVED', 'ENDED']),
});
export type SlotState = z.output<typeof slotState>;

const exampleHall: z.input<typeof controlRoomHall> = {
  siteId: EXAMPLE_ID_2,
  code: 'HN-001',
  name: 'Điểm cầu Phường Ba Đình',
  tier: 'COMMUNE',
  siteMode: 'ONLINE',
  unitName: 'Đảng bộ phường Ba Đình',
  hasConsole: true,
  line: 'UP',
  since: '2026-11-20T00:40:00Z',
  followingMode: 'FULL',
  following: { kind: 'FULL', at: '2026-11-20T00:40:00Z' },
  helpAskedAt: null,
  isMutedByCentre: false,
  isMutedByHall: true,
  hasPicture: true,
  hasSound: true,
  sourceId: EXAMPLE_ID,
  report: exampleHallReport,
  message: { ...exampleCentreMessage, seenAt: null },
};
const exampleSource: z.input<typeof controlRoomSource> = {
  sourceId: EXAMPLE_ID,
  siteId: EXAMPLE_ID_2,
  kind: 'HALL',
  key: 'main',
  name: 'Điểm cầu Phường Ba Đình',
  isCentral: false,
  hasPicture: true,
  hasSound: true,
  trimDb: 0,
};
const exampleSlot: z.input<typeof slotState> = {
  slot: 'MAIN',
  wantedSourceId: EXAMPLE_ID,
  shownSourceId: EXAMPLE_ID,
  status: 'SHOWN',
};
const still = z.object({ siteId: id, still: z.string(), takenAt: instant });
const exampleStill = {
  siteId: EXAMPLE_ID_2,
  still: '/9j/4AAQSkZJRgABAQAAAQABAAD',
  takenAt: '2026-11-20T02:10:00Z',
};

export const controlRoomCommands = {
  'control-room:subscribe': defineCommand({
    summary: 'Follow a session as its director: halls, sources, programme, queue, slots.',
    permission: 'control-room:follow',
    kind: 'read',
    input: z.object({ sessionId: id }),
    output: z.object({
      revision: revisionSchema,
      programme: programmeState,
      halls: z.array(controlRoomHall),
      sources: z.array(controlRoomSource),
      queue: z.array(speakerRequestState),
      slots: z.array(slotState),
    }),
    example: {
      input: { sessionId: EXAMPLE_ID },
      output: {
        revision: { epoch: '7', number: 40 },
        programme: exampleProgramme,
        halls: [exampleHall],
        sources: [exampleSource],
        queue: [exampleSpeakerRequest],
        slots: [exampleSlot],
      },
    },
  }),
  'control-room:stills': defineCommand({
    summary: 'Follow the stills of all halls; answers with the latest of each.',
    permission: 'control-room:follow',
    kind: 'read',
    input: z.object({ sessionId: id, isFollowing: z.boolean() }),
    output: z.object({ stills: z.array(still) }),
    example: {
      input: { sessionId: EXAMPLE_ID, isFollowing: true },
      output: { stills: [exampleStill] },
    },
  }),
};

export const controlRoomEvents = {
  'control-room:changed': defineEvent({
    summary:
      'What changed, at most four times a second: each entry whole, so applying one twice is harmless. The queue is sent whole.',
    payload: z.object({
      sessionId: id,
      revision: revisionSchema,
      halls: z.array(controlRoomHall),
      sources: z.array(controlRoomSource),
      queue: z.array(speakerRequestState).nullable(),
      slots: z.array(slotState),
    }),
    example: {
      sessionId: EXAMPLE_ID,
      revision: { epoch: '7', number: 41 },
      halls: [exampleHall],
      sources: [exampleSource],
      queue: null,
      slots: [exampleSlot],
    },
  }),
  'control-room:levels': defineEvent({
    summary:
      'Loudness of the programme’s sound, four times a second, in dBov (−127 silence, 0 full).',
    payload: z.object({
      sessionId: id,
      revision: revisionSchema,
      levels: z.array(z.object({ slot: z.enum(SOUND_SLOTS), dbov: z.number() })),
    }),
    example: {
      sessionId: EXAMPLE_ID,
      revision: { epoch: '7', number: 8 },
      levels: [{ slot: 'SOUND_CENTRE', dbov: -28 }],
    },
  }),
  'control-room:stills-changed': defineEvent({
    summary: 'New stills since the last event, at most once a second.',
    payload: z.object({ sessionId: id, revision: revisionSchema, stills: z.array(still) }),
    example: {
      sessionId: EXAMPLE_ID,
      revision: { epoch: '7', number: 9 },
      stills: [exampleStill],
    },
  }),
};
