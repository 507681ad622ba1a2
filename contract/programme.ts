import { z } from 'zod';
import { LAYOUTS, NOTICES, SOUND_SLOTS } from '#domain/programme.ts';
import { defineCommand } from './command.ts';
import { defineEvent, revisionSchema } from './event.ts';
import { PROGRAMME_CODECS } from './line.ts';
import { EXAMPLE_ID, EXAMPLE_ID_2, id, instant, line } from './primitives.ts';

const ok = z.object({});
const sessionOf = { sessionId: id };
const sourceOrNothing = id.nullable();

/** The programme as everybody in the session sees it. */
export const programmeState = z.object({
  sessionId: id,
  /** Rises with each change; an older state never replaces a newer one. */
  number: z.int().nonnegative(),
  codec: z.enum(PROGRAMME_CODECS),
  mainSourceId: sourceOrNothing,
  insetSourceId: sourceOrNothing,
  layout: z.enum(LAYOUTS),
  previewSourceId: sourceOrNothing,
  returnSourceId: sourceOrNothing,
  centreSoundSourceId: sourceOrNothing,
  hallSoundSourceId: sourceOrNothing,
  isCentreSoundMuted: z.boolean(),
  isHallSoundMuted: z.boolean(),
  notice: z.enum(NOTICES),
  /** Names of the halls on air, for name straps; empty while the slate is shown. */
  mainName: z.string(),
  mainSiteId: sourceOrNothing,
  insetName: z.string(),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
});
export type ProgrammeState = z.output<typeof programmeState>;

export const exampleProgramme: z.input<typeof programmeState> = {
  sessionId: EXAMPLE_ID,
  number: 12,
  codec: 'H264',
  mainSourceId: EXAMPLE_ID_2,
  insetSourceId: null,
  layout: 'FULL',
  previewSourceId: null,
  returnSourceId: EXAMPLE_ID,
  centreSoundSourceId: EXAMPLE_ID,
  hallSoundSourceId: EXAMPLE_ID_2,
  isCentreSoundMuted: false,
  isHallSoundMuted: false,
  notice: 'NONE',
  mainName: 'Điểm cầu Phường Ba Đình',
  mainSiteId: EXAMPLE_ID_2,
  insetName: '',
  startedAt: '2026-11-20T01:00:00Z',
  endedAt: null,
};

const direct = {
  permission: 'programme:direct' as const,
  kind: 'write' as const,
};
const answer = z.object({ number: z.int().nonnegative() });
const exampleAnswer = { number: 13 };

export const programmeCommands = {
  'programme:subscribe': defineCommand({
    summary: 'Follow what is on air in a session; answers with the programme now.',
    permission: 'programme:read',
    kind: 'read',
    input: z.object(sessionOf),
    output: z.object({ revision: revisionSchema, programme: programmeState }),
    example: {
      input: { sessionId: EXAMPLE_ID },
      output: { revision: { epoch: '7', number: 12 }, programme: exampleProgramme },
    },
  }),
  'programme:start': defineCommand({
    summary: 'Begin the session on air; from here on it counts as running.',
    ...direct,
    input: z.object(sessionOf),
    output: answer,
    example: { input: { sessionId: EXAMPLE_ID }, output: exampleAnswer },
  }),
  'programme:end': defineCommand({
    summary: 'End the session on air: slate and silence for everybody, and an end to the queue.',
    ...direct,
    input: z.object(sessionOf),
    output: answer,
    example: { input: { sessionId: EXAMPLE_ID }, output: exampleAnswer },
  }),
  'programme:preview': defineCommand({
    summary: 'Put a source into PREVIEW: it starts sending, so that its take is a warm one.',
    ...direct,
    input: z.object({ ...sessionOf, sourceId: sourceOrNothing }),
    output: answer,
    example: { input: { sessionId: EXAMPLE_ID, sourceId: EXAMPLE_ID_2 }, output: exampleAnswer },
  }),
  'programme:take': defineCommand({
    summary:
      'Take sources to air: the main picture (null is the slate), the second picture, the layout. Sound follows the picture, or stays for a cut-away.',
    ...direct,
    input: z.object({
      ...sessionOf,
      mainSourceId: sourceOrNothing,
      insetSourceId: sourceOrNothing,
      layout: z.enum(LAYOUTS),
      sound: z.enum(['FOLLOWS', 'STAYS']),
    }),
    output: answer,
    example: {
      input: {
        sessionId: EXAMPLE_ID,
        mainSourceId: EXAMPLE_ID_2,
        insetSourceId: null,
        layout: 'FULL',
        sound: 'FOLLOWS',
      },
      output: exampleAnswer,
    },
  }),
  'programme:set-sound': defineCommand({
    summary: 'Choose what a sound slot carries, and whether it is muted.',
    ...direct,
    input: z.object({
      ...sessionOf,
      slot: z.enum(SOUND_SLOTS),
      sourceId: sourceOrNothing,
      isMuted: z.boolean(),
    }),
    output: answer,
    example: {
      input: {
        sessionId: EXAMPLE_ID,
        slot: 'SOUND_HALL',
        sourceId: EXAMPLE_ID_2,
        isMuted: true,
      },
      output: exampleAnswer,
    },
  }),
  'programme:set-notice': defineCommand({
    summary: 'What the halls read over the slate: waiting, a break, a technical fault.',
    ...direct,
    input: z.object({ ...sessionOf, notice: z.enum(NOTICES) }),
    output: answer,
    example: { input: { sessionId: EXAMPLE_ID, notice: 'BREAK' }, output: exampleAnswer },
  }),
  'source:set-trim': defineCommand({
    summary: 'Make a source’s sound louder or quieter, in dB; kept with the source.',
    ...direct,
    input: z.object({ ...sessionOf, sourceId: id, trimDb: z.number().min(-24).max(12) }),
    output: ok,
    example: { input: { sessionId: EXAMPLE_ID, sourceId: EXAMPLE_ID_2, trimDb: -3 }, output: {} },
  }),
  'source:rename': defineCommand({
    summary: 'Name a source as the director and the name strap call it.',
    ...direct,
    input: z.object({ ...sessionOf, sourceId: id, name: line(80) }),
    output: ok,
    example: {
      input: { sessionId: EXAMPLE_ID, sourceId: EXAMPLE_ID_2, name: 'Máy quay chủ tọa' },
      output: {},
    },
  }),
};

export const programmeEvents = {
  'programme:changed': defineEvent({
    summary: 'The programme after a change, whole; sent after it is stored.',
    payload: z.object({ revision: revisionSchema, programme: programmeState }),
    example: { revision: { epoch: '7', number: 13 }, programme: exampleProgramme },
  }),
};
