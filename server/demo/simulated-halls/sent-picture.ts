import type { ProgrammeCodec } from '#contract/line.ts';
import { readVp8, shiftVp8 } from '../../rtp/vp8-payload.ts';
import { FRAME_MS } from './footage.ts';
import type { FootageFrame, PictureFootage } from './footage.ts';
import { SentStream } from './sent-stream.ts';

const REPORT_MS = 500;
/** As between two frames of a camera: requests within it are answered by one key frame at its end. */
const KEY_FRAME_GAP_MS = 40;

export interface SentPictureParts {
  codec: ProgrammeCodec;
  payloadType: number;
  footage: PictureFootage;
  send(packet: Buffer): void;
}

/**
 * A camera in two layers without an encoder: plays pre-encoded frames while it is wanted, and goes on
 * at the next key frame when one is asked for.
 */
export class SentPicture {
  readonly #parts: SentPictureParts;
  readonly #layers: readonly { stream: SentStream; frames: readonly FootageFrame[] }[];
  #timer: NodeJS.Timeout | null = null;
  #owedKeyFrame: NodeJS.Timeout | null = null;
  #frame = 0;
  #pictureId = 0;
  #keyFrameAtMs = -Infinity;
  #reportedAtMs = -Infinity;

  constructor(parts: SentPictureParts) {
    this.#parts = parts;
    const { payloadType, send, footage } = parts;
    const stream = () =>
      new SentStream({ kind: 'PICTURE', payloadType, levelExtensionId: null, send });
    this.#layers = [
      { stream: stream(), frames: footage.low },
      { stream: stream(), frames: footage.high },
    ];
  }

  /** Low first, as its producer's encodings name them. */
  get ssrcs(): number[] {
    return this.#layers.map(({ stream }) => stream.ssrc);
  }

  get isPlaying(): boolean {
    return this.#timer !== null;
  }

  play(): void {
    if (this.#timer) return;
    // Before the pictures: who knows the streams from before can change layers at once.
    this.#report();
    this.#reportedAtMs = -Infinity;
    this.#toKeyFrame();
  }

  pause(): void {
    if (this.#timer) clearInterval(this.#timer);
    if (this.#owedKeyFrame) clearTimeout(this.#owedKeyFrame);
    this.#timer = null;
    this.#owedKeyFrame = null;
  }

  /** A receiver needs a key frame, later than the last one: it follows as soon as it may. */
  onKeyFrameRequest(): void {
    if (!this.#timer || this.#owedKeyFrame) return;
    const waitMs = this.#keyFrameAtMs + KEY_FRAME_GAP_MS - performance.now();
    if (waitMs <= 0) return this.#toKeyFrame();
    this.#owedKeyFrame = setTimeout(() => this.#toKeyFrame(), waitMs);
  }

  #toKeyFrame(): void {
    this.pause();
    this.#timer = setInterval(() => this.#playFrame(), FRAME_MS);
    const { frames } = this.#layers[0]!;
    while (!frames[this.#frame]!.isKey) this.#frame = (this.#frame + 1) % frames.length;
    this.#playFrame();
  }

  #playFrame(): void {
    const atMs = performance.now();
    if (this.#layers[0]!.frames[this.#frame]!.isKey) this.#keyFrameAtMs = atMs;
    for (const { stream, frames } of this.#layers) {
      const { payloads } = frames[this.#frame]!;
      payloads.forEach((payload, index) => {
        const isMarker = index === payloads.length - 1;
        stream.write(this.#numbered(payload), { atMs, isMarker });
      });
    }
    this.#frame = (this.#frame + 1) % this.#layers[0]!.frames.length;
    this.#pictureId = (this.#pictureId + 1) & 0x7fff;
    if (atMs - this.#reportedAtMs >= REPORT_MS) this.#report();
  }

  #report(): void {
    this.#reportedAtMs = performance.now();
    for (const { stream } of this.#layers) stream.report();
  }

  /** A loop repeats its picture numbers; a stream must not. */
  #numbered(payload: Buffer): Buffer {
    if (this.#parts.codec !== 'VP8') return payload;
    const copy = Buffer.from(payload);
    const descriptor = readVp8(copy);
    if (descriptor) shiftVp8(copy, descriptor, { pictureId: this.#pictureId, tl0Index: 0 });
    return copy;
  }
}
