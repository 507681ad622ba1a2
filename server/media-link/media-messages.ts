import { z } from 'zod';
import { PROGRAMME_CODECS } from '#contract/line.ts';
import { PICTURE_SLOTS, SLOTS, SOUND_SLOTS } from '#domain/programme.ts';
import type { MediaEvent, MediaPort, MediaRefusal } from './media-port.ts';

/**
 * What travels between the front door and the media node: one JSON text a line. The node greets each
 * front door with its epoch, answers requests by number, and tells every event to everybody.
 */
export type NodeMessage =
  | { type: 'hello'; epoch: string }
  | { type: 'answer'; number: number; result: unknown }
  | { type: 'refusal'; number: number; code: MediaRefusal['code'] }
  | { type: 'event'; event: MediaEvent };

export type MediaMethod = Exclude<keyof MediaPort, 'onEvent'>;

export interface MediaRequest {
  number: number;
  method: MediaMethod;
  /** As the method of `MediaPort` takes it. */
  input?: unknown;
}

/** Longest line in either direction; a snapshot of thousands of lines fits. */
export const MOST_MESSAGE_CHARACTERS = 8 * 1024 * 1024;

const id = z.string().min(1).max(100);
const rtp = z.record(z.string().max(60), z.unknown());
const direction = z.enum(['SEND', 'RECEIVE']);
const consumerIds = z.array(id).max(64);
const sourceOrNothing = id.nullable();
const slots = z.object({
  ...Object.fromEntries(PICTURE_SLOTS.map((slot) => [slot, sourceOrNothing])),
  ...Object.fromEntries(SOUND_SLOTS.map((slot) => [slot, sourceOrNothing])),
}) as unknown as z.ZodType<Record<(typeof SLOTS)[number], string | null>>;

/** The input of each method, checked by the node. */
export const mediaInputs = {
  openSession: z.object({ sessionId: id, codec: z.enum(PROGRAMME_CODECS) }),
  closeSession: id,
  openLine: z.object({
    lineId: id,
    sessionId: id,
    siteId: id.nullable(),
    owner: z.string().max(200),
    canSend: z.boolean(),
  }),
  connectLine: z.object({ lineId: id, direction, dtlsParameters: rtp }),
  restartLine: z.object({ lineId: id, direction }),
  closeLine: id,
  send: z.object({
    lineId: id,
    sourceId: id,
    kind: z.enum(['PICTURE', 'SOUND']),
    rtpParameters: rtp,
  }),
  stopSending: z.object({ lineId: id, producerId: id }),
  receiveProgramme: z.object({ lineId: id, rtpCapabilities: rtp }),
  receiveSource: z.object({ lineId: id, sourceId: id, rtpCapabilities: rtp }),
  resume: z.object({ lineId: id, consumerIds }),
  stopReceiving: z.object({ lineId: id, consumerIds }),
  preferLayer: z.object({
    lineId: id,
    consumerId: id,
    layer: z.union([z.literal(0), z.literal(1)]),
  }),
  direct: z.object({
    sessionId: id,
    number: z.int().nonnegative(),
    slots,
    warm: z.array(id).max(1_000),
    isHallHushed: z.boolean(),
    withheld: z.array(z.object({ siteId: id, slots: z.array(z.enum(SLOTS)) })).max(1_000),
  }),
  snapshot: z.undefined(),
} satisfies { [M in MediaMethod]: z.ZodType<Parameters<MediaPort[M]>[0]> };

export const mediaRequest = z.object({
  number: z.int().nonnegative(),
  method: z.enum(Object.keys(mediaInputs) as [MediaMethod, ...MediaMethod[]]),
  input: z.unknown().optional(),
});
