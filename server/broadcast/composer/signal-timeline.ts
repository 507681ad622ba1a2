import { TAPPED_SLOTS, type TappedSlot } from '../../media-link/programme-tap.ts';
import type { FeedFrame } from '../feed/programme-feed.ts';

/** A slot that was silent for as long gets the slate, or silence: the signal goes on whatever happens. */
const FILL_AFTER_MS = 600;
const SLATE_EVERY_MS = 200;
/** Of one silent Opus frame. */
const SILENCE_MS = 20;

export interface TimelineFrame {
  track: number;
  /** Since the timeline began. */
  atMs: number;
  isKey: boolean;
  data: Buffer;
}

interface TimelineParts {
  beganMs: number;
  /** Frames of the slate, a key frame first. */
  slate: readonly { isKey: boolean; data: Buffer }[];
  silence: Buffer;
}

interface Track {
  lastMs: number;
  slateFrame: number;
  /** After the slate only a key frame goes on. */
  isFilled: boolean;
}

/**
 * One continuous time for everything that is composed: each track's frames go forward, and a track that
 * falls silent is filled, as long as nobody ends it.
 */
export class SignalTimeline {
  readonly #parts: TimelineParts;
  readonly #tracks: Record<TappedSlot, Track>;
  #sink: ((frame: TimelineFrame) => void) | null = null;

  constructor(parts: TimelineParts) {
    this.#parts = parts;
    const track = (): Track => ({ lastMs: -SILENCE_MS, slateFrame: 0, isFilled: true });
    this.#tracks = { MAIN: track(), INSET: track(), SOUND_CENTRE: track(), SOUND_HALL: track() };
  }

  /** Where frames go from now on; a new reader begins with a key frame of each picture. */
  writeTo(sink: ((frame: TimelineFrame) => void) | null): void {
    this.#sink = sink;
    for (const track of Object.values(this.#tracks)) track.isFilled = true;
  }

  /** @param frame with its moment on the clock of `beganMs` */
  add({ slot, atMs, isKey, data }: FeedFrame): void {
    const track = this.#tracks[slot];
    const ownMs = atMs - this.#parts.beganMs;
    if (ownMs <= track.lastMs || (track.isFilled && !isKey)) return;
    track.isFilled = false;
    this.#write(slot, { atMs: ownMs, isKey, data });
  }

  /** Called often. */
  fill(nowMs: number): void {
    const untilMs = nowMs - this.#parts.beganMs - FILL_AFTER_MS;
    for (const slot of TAPPED_SLOTS) {
      const isPicture = slot === 'MAIN' || slot === 'INSET';
      const stepMs = isPicture ? SLATE_EVERY_MS : SILENCE_MS;
      const track = this.#tracks[slot];
      while (track.lastMs + stepMs <= untilMs)
        this.#fillOnce(slot, track.lastMs + stepMs, isPicture);
    }
  }

  #fillOnce(slot: TappedSlot, atMs: number, isPicture: boolean): void {
    const { slate, silence } = this.#parts;
    const track = this.#tracks[slot];
    if (!isPicture) return this.#write(slot, { atMs, isKey: true, data: silence });
    if (!track.isFilled) track.slateFrame = 0;
    track.isFilled = true;
    const frame = slate[track.slateFrame++ % slate.length]!;
    this.#write(slot, { atMs, ...frame });
  }

  #write(slot: TappedSlot, frame: Omit<TimelineFrame, 'track'>): void {
    this.#tracks[slot].lastMs = frame.atMs;
    this.#sink?.({ track: TAPPED_SLOTS.indexOf(slot), ...frame });
  }
}
