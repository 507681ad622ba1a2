import { z } from 'zod';
import { OUTLET_STATES, OUTLET_TROUBLES } from '#contract/broadcast.ts';
import { OUTLET_KINDS } from '#domain/broadcast.ts';
import { LAYOUTS } from '#domain/programme.ts';

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
});
export type OutletWish = z.infer<typeof outletWish>;

/** What is wanted of one session's broadcast. A session that is not named has none. */
export const broadcastWish = z.object({
  sessionId: z.uuid(),
  layout: z.enum(LAYOUTS),
  outlets: z.array(outletWish).max(64),
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
});
export type OutletFacts = z.infer<typeof outletFacts>;

export const broadcastFacts = z.object({
  sessionId: z.uuid(),
  /** SLATE: the programme does not come; the signal goes on with the slate. */
  signal: z.enum(['STARTING', 'PROGRAMME', 'SLATE', 'NO_FFMPEG']),
  /** Loudness of the last three seconds; null before the first. */
  lufs: z.number().nullable(),
  restarts: z.int(),
  gapSeconds: z.number(),
  outlets: z.array(outletFacts),
});
export type BroadcastFacts = z.infer<typeof broadcastFacts>;

/**
 * The broadcast node as the front door sees it: it is told the whole of what is wanted, and tells the
 * whole of what is. So each side may come and go; nothing of it is stored by the node.
 */
export interface BroadcastPort {
  /** Replaces everything that was wanted before. */
  want(wishes: readonly BroadcastWish[]): void;
  /** Null while the node is away. The answer removes the listener. */
  onFacts(listener: (facts: readonly BroadcastFacts[] | null) => void): () => void;
  close(): void;
}

/** What travels on the socket: one JSON text a line. */
export const wantedMessage = z.object({ wanted: z.array(broadcastWish).max(64) });
export const factsMessage = z.object({ facts: z.array(broadcastFacts) });
export const MOST_MESSAGE_CHARACTERS = 1024 * 1024;
