import { z } from 'zod';
import {
  CHAPTER_KINDS,
  CUT_KINDS,
  RECORDING_FAILURES,
  RECORDING_STATES,
} from '#domain/recording.ts';
import { OUTLET_TROUBLES } from './broadcast.ts';
import { defineCommand } from './command.ts';
import { defineEvent, revisionSchema } from './event.ts';
import { EXAMPLE_ID, EXAMPLE_ID_2, id, instant } from './primitives.ts';

/** Why the finished file is not being made yet: another one is, it is still written, … */
export const RECORDING_WAITS = ['TURN', 'NODE', 'DISK_FULL', 'NO_FFMPEG'] as const;

const milliseconds = z.int().nonnegative();

export const recordingChapter = z.object({
  kind: z.enum(CHAPTER_KINDS),
  /** Empty for the slate. */
  title: z.string(),
  fromMs: milliseconds,
  toMs: milliseconds,
});
export const recordingCutPoint = z.object({
  kind: z.enum(CUT_KINDS),
  title: z.string(),
  atMs: milliseconds,
});

/** bản ghi: from one start of recording to its end. */
export const recordingView = z.object({
  recordingId: id,
  sessionId: id,
  sessionName: z.string(),
  name: z.string(),
  /** Of one source by itself; null for the programme. */
  sourceName: z.string().nullable(),
  state: z.enum(RECORDING_STATES),
  beganAt: instant,
  endedAt: instant.nullable(),
  /** While it runs: what hinders it. */
  trouble: z.enum(OUTLET_TROUBLES).nullable(),
  waitsFor: z.enum(RECORDING_WAITS).nullable(),
  /** While it is made: how much of it. */
  making: z.object({ doneMs: milliseconds, ofMs: milliseconds }).nullable(),
  failure: z.enum(RECORDING_FAILURES).nullable(),
  /** Of the finished file. */
  film: z
    .object({
      durationMs: milliseconds,
      bytes: z.int().nonnegative(),
      /** How its files are called: .mp4, or .webm for a source that sent VP8. */
      format: z.enum(['mp4', 'webm']),
      /** SHA-256, in hexadecimal. */
      sha256: z.string(),
      chapters: z.array(recordingChapter),
      /** Where signal is missing, and how much of it. */
      gaps: z.array(z.object({ atMs: milliseconds, lostMs: milliseconds })),
    })
    .nullable(),
});
export type RecordingView = z.output<typeof recordingView>;

export const exampleRecording: z.input<typeof recordingView> = {
  recordingId: EXAMPLE_ID_2,
  sessionId: EXAMPLE_ID,
  sessionName: 'Buổi sáng',
  name: 'Ghi hình',
  sourceName: null,
  state: 'READY',
  beganAt: '2026-12-01T00:55:00.000Z',
  endedAt: '2026-12-01T04:30:00.000Z',
  trouble: null,
  waitsFor: null,
  making: null,
  failure: null,
  film: {
    durationMs: 12_900_000,
    bytes: 4_730_000_000,
    format: 'mp4',
    sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    chapters: [{ kind: 'AGENDA', title: 'Khai mạc', fromMs: 0, toMs: 12_900_000 }],
    gaps: [{ atMs: 3_600_000, lostMs: 1_800 }],
  },
};

const onRecording = { recordingId: id };
const exampleInput = { recordingId: EXAMPLE_ID_2 };
const ok = z.object({});

export const recordingCommands = {
  'recording:subscribe': defineCommand({
    summary: 'Follow the recordings of a conference; answers with all of them, the latest first.',
    permission: 'recording:read',
    kind: 'read',
    input: z.object({ conferenceId: id }),
    output: z.object({ revision: revisionSchema, recordings: z.array(recordingView) }),
    example: {
      input: { conferenceId: EXAMPLE_ID },
      output: { revision: { epoch: '7', number: 3 }, recordings: [exampleRecording] },
    },
  }),
  'recording:cut-points': defineCommand({
    summary: 'Where a finished recording may be cut: begin, takes, slate, agenda, gaps, end.',
    permission: 'recording:read',
    kind: 'read',
    input: z.object(onRecording),
    output: z.object({ cutPoints: z.array(recordingCutPoint) }),
    example: {
      input: exampleInput,
      output: { cutPoints: [{ kind: 'BEGIN', title: '', atMs: 0 }] },
    },
  }),
  'recording:make-again': defineCommand({
    summary: 'Try once more to make the file of a recording that could not be made.',
    permission: 'recording:remove',
    kind: 'write',
    input: z.object(onRecording),
    output: ok,
    example: { input: exampleInput, output: {} },
  }),
  'recording:remove': defineCommand({
    summary:
      'Remove a recording with its files, for ever. RECORDING_RUNS while it runs: stop it first.',
    permission: 'recording:remove',
    kind: 'write',
    input: z.object(onRecording),
    output: ok,
    example: { input: exampleInput, output: {} },
  }),
  'agenda-turn:begin': defineCommand({
    summary: 'Say that it is this item’s turn now: the agenda as it really runs.',
    permission: 'programme:direct',
    kind: 'write',
    input: z.object({ agendaItemId: id }),
    output: ok,
    example: { input: { agendaItemId: EXAMPLE_ID }, output: {} },
  }),
};

export const recordingEvents = {
  'recordings:changed': defineEvent({
    summary: 'The recordings of a conference after a change, all of them.',
    payload: z.object({
      revision: revisionSchema,
      conferenceId: id,
      recordings: z.array(recordingView),
    }),
    example: {
      revision: { epoch: '7', number: 4 },
      conferenceId: EXAMPLE_ID,
      recordings: [exampleRecording],
    },
  }),
};
