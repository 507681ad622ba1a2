import type { Socket } from 'node:net';
import { z } from 'zod';

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
const HEAD_BYTES = 5;
const MOST_BYTES = 2_000;

/** Beside the media node's socket: packets are not to wait behind its requests. */
export function inletSocketOf(mediaSocketPath: string): string {
  return `${mediaSocketPath}.in`;
}

export function writeInletBeginning(began: InletBeginning): Buffer {
  return message(0, Buffer.from(JSON.stringify(began)));
}

export function writeInletPacket(track: InletTrack, packet: Buffer): Buffer {
  return message(KINDS.indexOf(track), packet);
}

/** Each message: its length, its kind, and a beginning as JSON or a track's RTP packet. */
export function readInlet(
  socket: Socket,
  hear: { onBeginning(text: string): void; onPacket(track: InletTrack, packet: Buffer): void },
): void {
  let held: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    let at = 0;
    while (held.length - at >= HEAD_BYTES) {
      const length = held.readUInt32BE(at);
      if (length > MOST_BYTES) return void socket.destroy(new Error('a message is too long'));
      if (held.length - at < HEAD_BYTES + length) break;
      const kind = held[at + 4]!;
      const body = held.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length);
      at += HEAD_BYTES + length;
      if (kind === 0) hear.onBeginning(body.toString());
      else if (KINDS[kind]) hear.onPacket(KINDS[kind], body);
    }
    held = held.subarray(at);
  });
}

function message(kind: number, body: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + body.length);
  bytes.writeUInt32BE(body.length, 0);
  bytes[4] = kind;
  body.copy(bytes, HEAD_BYTES);
  return bytes;
}
