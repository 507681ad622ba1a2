import type { Socket } from 'node:net';
import { z } from 'zod';
import { frame, readFrames } from '../private-socket/frames.ts';

/** What an inlet brings: one stream each, with numbers that both sides know. */
export const INLET_TRACKS = {
  PICTURE: { payloadType: 100, ssrc: 1_000_001 },
  SOUND: { payloadType: 101, ssrc: 1_000_002 },
} as const;
export type InletTrack = keyof typeof INLET_TRACKS;

/** The first message: whose packets follow. */
export const inletBeginning = z.object({
  sessionId: z.string().min(1).max(100),
  sourceId: z.string().min(1).max(100),
});
export type InletBeginning = z.infer<typeof inletBeginning>;

const KINDS = [null, 'PICTURE', 'SOUND'] as const;
const MOST_BYTES = 2_000;

/** Beside the media node's socket: packets are not to wait behind its requests. */
export function inletSocketOf(mediaSocketPath: string): string {
  return `${mediaSocketPath}.in`;
}

export function writeInletBeginning(began: InletBeginning): Buffer {
  return frame(0, Buffer.from(JSON.stringify(began)));
}

export function writeInletPacket(track: InletTrack, packet: Buffer): Buffer {
  return frame(KINDS.indexOf(track), packet);
}

/** Each message: its length, its kind, and a beginning as JSON or a track's RTP packet. */
export function readInlet(
  socket: Socket,
  hear: { onBeginning(text: string): void; onPacket(track: InletTrack, packet: Buffer): void },
): void {
  readFrames(socket, {
    mostBytes: MOST_BYTES,
    onFrame: (kind, body) => {
      if (kind === 0) hear.onBeginning(body.toString());
      else if (KINDS[kind]) hear.onPacket(KINDS[kind], body);
    },
  });
}
