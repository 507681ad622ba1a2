/** Reads a live Matroska stream (RFC 9559) as ffmpeg writes it: whole frames with their times. */

export interface MatroskaBlock {
  /** From 1, in the order of the tracks. */
  track: number;
  atMs: number;
  isKey: boolean;
  data: Buffer;
}

interface ReaderParts {
  onBlock: (block: MatroskaBlock) => void;
  /** What a decoder of the track must know first, e.g. parameter sets. */
  onCodecPrivate: (track: number, bytes: Buffer) => void;
}

const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const BLOCK_GROUP = 0xa0;
/** Elements that are stepped into; every other one is taken whole. */
const MASTERS = new Set([SEGMENT, CLUSTER, TRACKS, TRACK_ENTRY, BLOCK_GROUP]);
const TIMESTAMP = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const BLOCK = 0xa1;
const TRACK_NUMBER = 0xd7;
const CODEC_PRIVATE = 0x63a2;
const MOST_ELEMENT_BYTES = 8 * 1024 * 1024;

export class MatroskaReader {
  readonly #parts: ReaderParts;
  #held: Buffer = Buffer.alloc(0);
  #clusterMs = 0;
  #track = 0;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /** @throws Error when this is no Matroska */
  push(chunk: Buffer): void {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    let at = 0;
    for (;;) {
      const head = readHead(this.#held, at);
      if (head === null) break;
      if (MASTERS.has(head.id)) {
        at = head.bodyAt;
        continue;
      }
      if (head.size > MOST_ELEMENT_BYTES) throw new Error('an element is too long');
      const end = head.bodyAt + head.size;
      if (end > this.#held.length) break;
      this.#take(head.id, this.#held.subarray(head.bodyAt, end));
      at = end;
    }
    this.#held = this.#held.subarray(at);
  }

  #take(id: number, body: Buffer): void {
    if (id === TIMESTAMP) this.#clusterMs = integerOf(body);
    else if (id === TRACK_NUMBER) this.#track = integerOf(body);
    else if (id === CODEC_PRIVATE) this.#parts.onCodecPrivate(this.#track, Buffer.from(body));
    else if (id === SIMPLE_BLOCK || id === BLOCK) {
      if (body.length < 4) return;
      this.#parts.onBlock({
        track: body[0]! & 0x7f,
        atMs: this.#clusterMs + body.readInt16BE(1),
        isKey: (body[3]! & 0x80) !== 0,
        // A copy: what the pipe gave is given back.
        data: Buffer.from(body.subarray(4)),
      });
    }
  }
}

/** @returns null when the head is not whole yet */
function readHead(bytes: Buffer, at: number) {
  const first = bytes[at];
  if (first === undefined) return null;
  const idBytes = Math.clz32(first) - 23;
  if (idBytes > 4) throw new Error('no Matroska');
  const sizeAt = at + idBytes;
  const sizeFirst = bytes[sizeAt];
  if (sizeFirst === undefined) return null;
  const sizeBytes = Math.clz32(sizeFirst) - 23;
  if (sizeBytes > 8) throw new Error('no Matroska');
  const bodyAt = sizeAt + sizeBytes;
  if (bodyAt > bytes.length) return null;
  let size = sizeFirst & (0xff >> sizeBytes);
  for (let index = sizeAt + 1; index < bodyAt; index += 1) size = size * 256 + bytes[index]!;
  return { id: bytes.readUIntBE(at, idBytes), size, bodyAt };
}

function integerOf(bytes: Buffer): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}
