import type { Socket } from 'node:net';
import { z } from 'zod';
import { PROGRAMME_CODECS, type ProgrammeCodec } from '#contract/line.ts';
import { frame, readFrames } from '../private-socket/frames.ts';

/** What a composer reads: the return picture is for one hall alone. */
export const TAPPED_SLOTS = ['MAIN', 'INSET', 'SOUND_CENTRE', 'SOUND_HALL'] as const;
export type TappedSlot = (typeof TAPPED_SLOTS)[number];
export type TappedPicture = Extract<TappedSlot, 'MAIN' | 'INSET'>;

/** The bus began, perhaps anew: numbers and clock of before mean nothing any more. */
export interface TapBeginning {
  codec: ProgrammeCodec;
  /** The bus's clock as this was sent, in ms; the slots' timestamps are that clock. */
  atMs: number;
}

export const tapRequest = z.union([
  /** With a source: that one by itself, which comes in the places of MAIN and SOUND_HALL. */
  z.object({ sessionId: z.uuid(), sourceId: z.uuid().optional() }),
  z.object({ keyFrame: z.enum(['MAIN', 'INSET']) }),
]);
export type TapRequest = z.infer<typeof tapRequest>;

const beginning = z.object({ codec: z.enum(PROGRAMME_CODECS), atMs: z.number() });
const BEGINNING = 0;
const MOST_BYTES = 65_536;

/** Beside the media node's socket: packets of a programme are not to wait behind its requests. */
export function tapSocketOf(mediaSocketPath: string): string {
  return `${mediaSocketPath}.tap`;
}

export function writeBeginning(began: TapBeginning): Buffer {
  return frame(BEGINNING, Buffer.from(JSON.stringify(began)));
}

export function writeTapped(slot: TappedSlot, packet: Buffer): Buffer {
  return frame(1 + TAPPED_SLOTS.indexOf(slot), packet);
}

/** Each message: its length, its kind, and a beginning as JSON or a slot's RTP packet. */
export function readTap(
  socket: Socket,
  hear: { onBeginning(began: TapBeginning): void; onPacket(slot: TappedSlot, bytes: Buffer): void },
): void {
  readFrames(socket, {
    mostBytes: MOST_BYTES,
    onFrame: (kind, body) => {
      if (kind === BEGINNING) hear.onBeginning(beginning.parse(JSON.parse(body.toString())));
      else if (TAPPED_SLOTS[kind - 1]) hear.onPacket(TAPPED_SLOTS[kind - 1]!, body);
    },
  });
}
