import { z } from 'zod';
import { INPUT_KINDS, STREAM_KINDS } from '#domain/programme.ts';
import { defineCommand } from './command.ts';
import { defineEvent, revisionSchema } from './event.ts';
import { EXAMPLE_ID, EXAMPLE_ID_2, id, instant, line } from './primitives.ts';

/** READY: it comes, or its film stands ready. WAITING: nothing comes. */
export const INPUT_STATES = ['STARTING', 'READY', 'WAITING'] as const;
/**
 * Of what another machine sends: NO_PICTURE: there is none in it. UNREADABLE: it cannot be made out.
 * PORT_TAKEN: another program listens where it should come.
 */
export const INPUT_TROUBLES = [
  'NO_FFMPEG',
  'FAILED',
  'AWAY',
  'NO_PICTURE',
  'UNREADABLE',
  'PORT_TAKEN',
] as const;
export type InputTrouble = (typeof INPUT_TROUBLES)[number];

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

/** What a sender sends, as its own words say. */
export const streamSignal = z.object({
  codec: z.string().max(40),
  width: z.int().positive(),
  height: z.int().positive(),
  fps: z.int().positive().nullable(),
  /** Its codec; null where it has none. */
  sound: z.string().max(40).nullable(),
});

/** How it comes. Nobody sends: it is waited for. */
export const streamReception = z.object({
  isSending: z.boolean(),
  /** Null until it is known. */
  signal: streamSignal.nullable(),
  /** Of the last two seconds. */
  kbps: z.int().nonnegative(),
  /** For how long the sender has been on the line without sending anything; 0 while it sends. */
  quietSeconds: z.int().nonnegative(),
  /** How many times somebody came with another key since it is waited for. */
  refused: z.int().nonnegative(),
});
export type StreamReception = z.output<typeof streamReception>;

/** nguồn vào: a film, or what another machine sends, as a source of the session. */
export const inputState = z.object({
  sourceId: id,
  kind: z.enum(INPUT_KINDS),
  name: z.string(),
  state: z.enum(INPUT_STATES),
  trouble: z.enum(INPUT_TROUBLES).nullable(),
  film: film.nullable(),
  /** Of what another machine sends; `reception` is null while it is closed, or nothing is known yet. */
  stream: z.object({ isOpen: z.boolean(), reception: streamReception.nullable() }).nullable(),
});
export type InputState = z.output<typeof inputState>;

export const exampleInput: z.input<typeof inputState> = {
  sourceId: EXAMPLE_ID_2,
  kind: 'FILE',
  name: 'Phim khai mạc',
  state: 'READY',
  trouble: null,
  film: { durationMs: 184_000, hasSound: true, atMs: 0, since: '2026-11-20T01:00:00Z' },
  stream: null,
};

export const exampleStream: z.input<typeof inputState> = {
  sourceId: EXAMPLE_ID,
  kind: 'RTMP',
  name: 'Xe truyền hình lưu động',
  state: 'READY',
  trouble: null,
  film: null,
  stream: {
    isOpen: true,
    reception: {
      isSending: true,
      signal: { codec: 'H264', width: 1_920, height: 1_080, fps: 50, sound: 'AAC' },
      ...{ kbps: 6_150, quietSeconds: 0, refused: 1 },
    },
  },
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
        inputs: [exampleInput, exampleStream],
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
  'input:add-stream': defineCommand({
    summary:
      'Expect what another machine sends, by RTMP or SRT, as a source; it waits for its sender from now on.',
    ...write,
    input: z.object({ sessionId: id, kind: z.enum(STREAM_KINDS), name: line(80) }),
    output: z.object({ sourceId: id }),
    example: {
      input: { sessionId: EXAMPLE_ID, kind: 'RTMP', name: 'Xe truyền hình lưu động' },
      output: { sourceId: EXAMPLE_ID_2 },
    },
  }),
  'input:address': defineCommand({
    summary: 'Where a sender is to send, and the key with which alone it may.',
    permission: 'input:direct',
    kind: 'read',
    input: z.object({ sourceId: id }),
    output: z.object({
      kind: z.enum(STREAM_KINDS),
      /** Null: the name by which this page was reached. */
      host: z.string().nullable(),
      port: z.int(),
      /** RTMP: the path of the address. */
      place: z.string(),
      key: z.string(),
    }),
    example: {
      input: { sourceId: EXAMPLE_ID_2 },
      output: {
        ...{ kind: 'RTMP', host: null, port: 1_935 },
        ...{ place: '0198c2f4', key: 'vi-du-khong-phai-khoa-that' },
      },
    },
  }),
  'input:renew-key': onInput('A new key for a sender; who sends with the one before is sent away.'),
  'input:open': onInput('Let its sender send again.'),
  'input:close': onInput('Let nobody send here; who does is sent away. The address and key stay.'),
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
      inputs: [exampleInput, exampleStream],
    },
  }),
};
