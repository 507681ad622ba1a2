import { z } from 'zod';
import {
  INPUT_STATES,
  INPUT_TROUBLES,
  streamReception,
  type streamSignal,
} from '#contract/input.ts';
import { PROGRAMME_CODECS } from '#contract/line.ts';
import { STREAM_KINDS } from '#domain/programme.ts';
import type { NodePort, NodeWords } from '../private-socket/node-port.ts';

const common = {
  sourceId: z.string().min(1).max(100),
  sessionId: z.string().min(1).max(100),
  codec: z.enum(PROGRAMME_CODECS),
};

export const filmWish = z.object({
  ...common,
  kind: z.literal('FILE'),
  path: z.string().min(1).max(4_096),
  durationMs: z.int().positive(),
  hasSound: z.boolean(),
  /** Where it stands, or stood at `sinceMs`. */
  atMs: z.int().nonnegative(),
  /** Wall clock since when it plays; null while it is paused. */
  sinceMs: z.number().nullable(),
});
export type FilmWish = z.infer<typeof filmWish>;

export const streamWish = z.object({
  ...common,
  kind: z.enum(STREAM_KINDS),
  port: z.int().min(1).max(65_535),
  /** RTMP: the path of the address. */
  place: z.string().min(1).max(40),
  /** RTMP: the stream key. SRT: the passphrase. */
  key: z.string().min(10).max(79),
});
export type StreamWish = z.infer<typeof streamWish>;

/** What is wanted of one input. One that is not named is not wanted. */
export const inputWish = z.discriminatedUnion('kind', [filmWish, streamWish]);
export type InputWish = z.infer<typeof inputWish>;

export type StreamSignal = z.output<typeof streamSignal>;

export const inputFacts = z.object({
  sourceId: z.string(),
  state: z.enum(INPUT_STATES),
  trouble: z.enum(INPUT_TROUBLES).nullable(),
  restarts: z.int(),
  /** Of what another machine sends. */
  stream: streamReception.optional(),
});
export type InputFacts = z.infer<typeof inputFacts>;

/** The input node as the front door sees it. */
export type InputPort = NodePort<InputWish, InputFacts>;

export const INPUT_WORDS: NodeWords<InputWish, InputFacts> = {
  wanted: z.object({ wanted: z.array(inputWish).max(256) }),
  facts: z.object({ facts: z.array(inputFacts) }),
};
