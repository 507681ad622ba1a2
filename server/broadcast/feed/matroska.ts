/**
 * A live Matroska stream (RFC 9559): what the composer reads. It carries whole frames with the bus's own
 * time, so that picture and sound of all slots keep together without a jitter buffer of the reader's.
 */

/** One tick of a stream's time, in nanoseconds: 0.1 ms. */
const TICK_NS = 100_000;
export const TICKS_A_MS = 1_000_000 / TICK_NS;
/** A block's own time has 16 bits: a cluster must end before 3.2 s. */
const LONGEST_CLUSTER_TICKS = 1_000 * TICKS_A_MS;
/** EBML: a size that is not known beforehand. */
const UNKNOWN_SIZE = Buffer.from('01ffffffffffffff', 'hex');
const OPUS_RATE = 48_000;
/** RFC 7845 §5.1: version 1, two channels, no pre-skip, 48 kHz, no gain, mapping family 0. */
const OPUS_HEAD = Buffer.concat([
  Buffer.from('OpusHead'),
  Buffer.from('0102000080bb0000000000', 'hex'),
]);

export type MatroskaTrack = 'H264' | 'VP8' | 'OPUS';

export interface MatroskaFrame {
  /** Index of the track as given to the writer. */
  track: number;
  /** Since the stream began; not before the frame of the same track written last. */
  atMs: number;
  isKey: boolean;
  data: Buffer;
}

/** Of H.264 the stream itself says it; of VP8 only this. */
export interface PictureSize {
  width: number;
  height: number;
}
const USUAL_SIZE: PictureSize = { width: 1_280, height: 720 };

/** Writes one stream: the header once, then frame after frame. */
export class MatroskaWriter {
  readonly #tracks: readonly MatroskaTrack[];
  readonly #size: PictureSize;
  #clusterTicks: number | null = null;

  constructor(tracks: readonly MatroskaTrack[], size: PictureSize = USUAL_SIZE) {
    this.#tracks = tracks;
    this.#size = size;
  }

  header(): Buffer {
    return Buffer.concat([
      element('1a45dfa3', [
        ...[integer('4286', 1), integer('42f7', 1), integer('42f2', 4), integer('42f3', 8)],
        ...[text('4282', 'matroska'), integer('4287', 4), integer('4285', 2)],
      ]),
      Buffer.from('18538067', 'hex'),
      UNKNOWN_SIZE,
      element('1549a966', [integer('2ad7b1', TICK_NS)]),
      element(
        '1654ae6b',
        this.#tracks.map((kind, index) => trackEntry(kind, index, this.#size)),
      ),
    ]);
  }

  frame({ track, atMs, isKey, data }: MatroskaFrame): Buffer {
    const ticks = Math.max(0, Math.round(atMs * TICKS_A_MS));
    const before = this.#clusterTicks;
    const begins = before === null || ticks < before || ticks - before > LONGEST_CLUSTER_TICKS;
    const clusterTicks = begins ? ticks : before;
    this.#clusterTicks = clusterTicks;
    const head = Buffer.alloc(4);
    head[0] = 0x80 | (track + 1);
    head.writeInt16BE(ticks - clusterTicks, 1);
    head[3] = isKey ? 0x80 : 0;
    const block = element('a3', [head, data]);
    if (!begins) return block;
    const opening = [Buffer.from('1f43b675', 'hex'), UNKNOWN_SIZE, integer('e7', ticks)];
    return Buffer.concat([...opening, block]);
  }
}

function trackEntry(kind: MatroskaTrack, index: number, shown: PictureSize): Buffer {
  const number = index + 1;
  const common = [integer('d7', number), integer('73c5', number), integer('9c', 0)];
  if (kind === 'OPUS') {
    const rate = Buffer.alloc(8);
    rate.writeDoubleBE(OPUS_RATE);
    const sound = element('e1', [element('b5', [rate]), integer('9f', 2)]);
    const codec = [text('86', 'A_OPUS'), element('63a2', [OPUS_HEAD])];
    return element('ae', [...common, integer('83', 2), ...codec, sound]);
  }
  // Without parameter sets of its own: H.264 brings them along in the stream, as they change with it.
  const codec = text('86', kind === 'H264' ? 'V_MPEG4/ISO/AVC' : 'V_VP8');
  const size = element('e0', [integer('b0', shown.width), integer('ba', shown.height)]);
  return element('ae', [...common, integer('83', 1), codec, size]);
}

function element(id: string, body: readonly Buffer[]): Buffer {
  const length = body.reduce((sum, part) => sum + part.length, 0);
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(length) | (1n << 56n));
  return Buffer.concat([Buffer.from(id, 'hex'), size, ...body]);
}

function integer(id: string, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return element(id, [bytes]);
}

function text(id: string, value: string): Buffer {
  return element(id, [Buffer.from(value)]);
}
