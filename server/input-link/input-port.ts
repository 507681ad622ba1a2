import { z } from 'zod';
import { INPUT_STATES, INPUT_TROUBLES } from '#contract/input.ts';
import { PROGRAMME_CODECS } from '#contract/line.ts';
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

/** What is wanted of one input. One that is not named is not wanted. */
export const inputWish = filmWish;
export type InputWish = z.infer<typeof inputWish>;

export const inputFacts = z.object({
  sourceId: z.string(),
  state: z.enum(INPUT_STATES),
  trouble: z.enum(INPUT_TROUBLES).nullable(),
  restarts: z.int(),
});
export type InputFacts = z.infer<typeof inputFacts>;

/** The input node as the front door sees it. */
export type InputPort = NodePort<InputWish, InputFacts>;

export const INPUT_WORDS: NodeWords<InputWish, InputFacts> = {
  wanted: z.object({ wanted: z.array(inputWish).max(256) }),
  facts: z.object({ facts: z.array(inputFacts) }),
};
