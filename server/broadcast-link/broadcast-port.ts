import { z } from 'zod';
import { OUTLET_STATES, OUTLET_TROUBLES } from '#contract/broadcast.ts';
import { MOST_DELAY_SECONDS, OUTLET_KINDS, SIGNAL_KINDS } from '#domain/broadcast.ts';
import { LAYOUTS } from '#domain/programme.ts';
import type { NodePort, NodeWords } from '../private-socket/node-port.ts';

/** Where a signal goes. */
const WAYS = ['HLS', ...OUTLET_KINDS] as const;
export type OutletTrouble = (typeof OUTLET_TROUBLES)[number];

export const outletWish = z.object({
  outletId: z.string().min(1).max(100),
  kind: z.enum(WAYS),
  /** Of RTMP and SRT: where to, with its key. Null for what is kept on this machine. */
  address: z.string().max(2_000).nullable(),
  /** Of a recording: which one, as the front door has it. */
  recordingId: z.uuid().optional(),
  signalKind: z.enum(SIGNAL_KINDS),
  delaySeconds: z.int().min(0).max(MOST_DELAY_SECONDS),
});
export type OutletWish = z.infer<typeof outletWish>;

/** How the picture is laid out, and the words over it; empty words are not drawn. */
export const broadcastPicture = z.object({
  layout: z.enum(LAYOUTS),
  mainName: z.string(),
  /** Beside MAIN alone: an inset has no room for it. */
  insetName: z.string(),
  /** Over the slate. */
  notice: z.object({ title: z.string(), text: z.string() }).nullable(),
});
export type BroadcastPicture = z.infer<typeof broadcastPicture>;

/** One source that is recorded by itself. */
export const isolatedWish = z.object({ recordingId: z.uuid(), sourceId: z.uuid() });
export type IsolatedWish = z.infer<typeof isolatedWish>;

/** What is wanted of one session's broadcast. A session that is not named has none. */
export const broadcastWish = z.object({
  sessionId: z.uuid(),
  picture: broadcastPicture,
  outlets: z.array(outletWish).max(64),
  isolated: z.array(isolatedWish).max(64).optional(),
});
export type BroadcastWish = z.infer<typeof broadcastWish>;

export const outletFacts = z.object({
  outletId: z.string(),
  recordingId: z.uuid().optional(),
  state: z.enum(OUTLET_STATES),
  trouble: z.enum(OUTLET_TROUBLES).nullable(),
  /** Of the last seconds. */
  kbps: z.number(),
  droppedKilobytes: z.number(),
  restarts: z.int(),
  /** In which it did not run although it was wanted, in all. */
  gapSeconds: z.number(),
  /** How much of the signal is held back now. */
  heldSeconds: z.int(),
});
export type OutletFacts = z.infer<typeof outletFacts>;

/** How the recording of one source stands. */
export const isolatedFacts = outletFacts.omit({ outletId: true }).extend({
  recordingId: z.uuid(),
  sourceId: z.uuid(),
});
export type IsolatedFacts = z.infer<typeof isolatedFacts>;

const signalFacts = z.object({
  /** SLATE: the programme does not come; the signal goes on with the slate. */
  signal: z.enum(['STARTING', 'PROGRAMME', 'SLATE', 'NO_FFMPEG']),
  restarts: z.int(),
  gapSeconds: z.number(),
});
export type SignalFacts = z.infer<typeof signalFacts>;

export const broadcastFacts = signalFacts.extend({
  sessionId: z.uuid(),
  /** Loudness of the last three seconds; null before the first. */
  lufs: z.number().nullable(),
  /** The signal without words; null while no outlet wants it. */
  clean: signalFacts.nullable(),
  outlets: z.array(outletFacts),
  isolated: z.array(isolatedFacts).optional(),
});
export type BroadcastFacts = z.infer<typeof broadcastFacts>;

/** The broadcast node as the front door sees it. */
export type BroadcastPort = NodePort<BroadcastWish, BroadcastFacts>;

export const BROADCAST_WORDS: NodeWords<BroadcastWish, BroadcastFacts> = {
  wanted: z.object({ wanted: z.array(broadcastWish).max(64) }),
  facts: z.object({ facts: z.array(broadcastFacts) }),
};
