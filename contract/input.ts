import { z } from 'zod';
import { INPUT_KINDS } from '#domain/programme.ts';
import { defineCommand } from './command.ts';
import { defineEvent, revisionSchema } from './event.ts';
import { EXAMPLE_ID, EXAMPLE_ID_2, id, instant } from './primitives.ts';

/** READY: it comes, or its film stands ready. WAITING: nothing comes. */
export const INPUT_STATES = ['STARTING', 'READY', 'WAITING'] as const;
export const INPUT_TROUBLES = ['NO_FFMPEG', 'FAILED', 'AWAY'] as const;

/** Longest film, in ms: a day. */
export const MOST_FILM_MS = 24 * 3_600_000;

const film = z.object({
  durationMs: z.int().positive(),
  hasSound: z.boolean(),
  /** Where it stands, or stood at `since`. */
  atMs: z.int().nonnegative(),
  /** Since when it plays; null while it is paused. Its end is at `durationMs`: there it stays. */
  since: instant.nullable(),
});

/** nguồn vào: a film, or what another machine sends, as a source of the session. */
export const inputState = z.object({
  sourceId: id,
  kind: z.enum(INPUT_KINDS),
  name: z.string(),
  state: z.enum(INPUT_STATES),
  trouble: z.enum(INPUT_TROUBLES).nullable(),
  film: film.nullable(),
});
export type InputState = z.output<typeof inputState>;

export const exampleInput: z.input<typeof inputState> = {
  sourceId: EXAMPLE_ID_2,
  kind: 'FILE',
  name: 'Phim khai mạc',
  state: 'READY',
  trouble: null,
  film: { durationMs: 184_000, hasSound: true, atMs: 0, since: '2026-11-20T01:00:00Z' },
};

const ok = z.object({});
const write = { permission: 'input:direct' as const, kind: 'write' as const };
const onInput = (summary: string) =>
  defineCommand({
    summary,
    ...write,
    input: z.object({ sourceId: id }),
    output: ok,
    example: { input: { sourceId: EXAMPLE_ID_2 }, output: {} },
  });

export const inputCommands = {
  'input:subscribe': defineCommand({
    summary: 'Follow the films and incoming signals of a session; answers with all of them.',
    permission: 'input:direct',
    kind: 'read',
    input: z.object({ sessionId: id }),
    output: z.object({ revision: revisionSchema, now: instant, inputs: z.array(inputState) }),
    example: {
      input: { sessionId: EXAMPLE_ID },
      output: {
        revision: { epoch: '7', number: 3 },
        now: '2026-11-20T01:00:05Z',
        inputs: [exampleInput],
      },
    },
  }),
  'input:play': onInput('Play a film from where it stands; from its beginning when it is over.'),
  'input:pause': onInput('Let a film stand where it is; its picture stays, silent.'),
  'input:seek': defineCommand({
    summary: 'Go to a place of a film; it plays on if it played.',
    ...write,
    input: z.object({ sourceId: id, atMs: z.int().nonnegative().max(MOST_FILM_MS) }),
    output: ok,
    example: { input: { sourceId: EXAMPLE_ID_2, atMs: 90_000 }, output: {} },
  }),
  'input:remove': onInput('Take an input off the session; a film’s file is deleted.'),
};

export const inputEvents = {
  'input:changed': defineEvent({
    summary: 'The films and incoming signals of a session after a change, all of them.',
    payload: z.object({
      sessionId: id,
      revision: revisionSchema,
      now: instant,
      inputs: z.array(inputState),
    }),
    example: {
      sessionId: EXAMPLE_ID,
      revision: { epoch: '7', number: 4 },
      now: '2026-11-20T01:00:05Z',
      inputs: [exampleInput],
    },
  }),
};
