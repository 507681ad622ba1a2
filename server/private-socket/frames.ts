import type { Socket } from 'node:net';

const HEAD_BYTES = 5;

/** A frame: the length of what it holds, its kind, what it holds. */
export function frame(kind: number, body: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + body.length);
  bytes.writeUInt32BE(body.length, 0);
  bytes[4] = kind;
  body.copy(bytes, HEAD_BYTES);
  return bytes;
}

/** Reads frames as they come; one that is longer than `mostBytes` ends the connection. */
export function readFrames(
  socket: Socket,
  { mostBytes, onFrame }: { mostBytes: number; onFrame: (kind: number, body: Buffer) => void },
): void {
  let held: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    let at = 0;
    while (held.length - at >= HEAD_BYTES) {
      const length = held.readUInt32BE(at);
      if (length > mostBytes) return void socket.destroy(new Error('a message is too long'));
      if (held.length - at < HEAD_BYTES + length) break;
      const kind = held[at + 4]!;
      const body = held.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length);
      at += HEAD_BYTES + length;
      onFrame(kind, body);
    }
    held = held.subarray(at);
  });
}
