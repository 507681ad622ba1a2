import type { ProgrammeCodec } from '#contract/line.ts';
import type { SignalKind } from '#domain/broadcast.ts';
import type { BroadcastPicture, SignalFacts } from '../broadcast-link/broadcast-port.ts';
import type { Logger } from '../logger.ts';
import { assembleH264 } from '../rtp/h264-payload.ts';
import { assembleVp8 } from '../rtp/vp8-payload.ts';
import { loadSlate } from '../slate/slate.ts';
import { Composer } from './composer/composer.ts';
import { LoudnessRider } from './composer/loudness-rider.ts';
import { SignalTimeline } from './composer/signal-timeline.ts';
import type { FeedFrame } from './feed/programme-feed.ts';
import { GapClock } from './outlet/gap-clock.ts';

const FILL_EVERY_MS = 50;
const RIDE_EVERY_MS = 1_000;
const COMPOSER_PAUSES_MS = [200, 1_000, 3_000];
/** Opus, 20 ms of silence (RFC 6716: CELT, full band, stereo code 0). */
const SILENCE = Buffer.from([0xfc, 0xff, 0xfe]);

interface SignalParts {
  sessionId: string;
  kind: SignalKind;
  ffmpeg: string;
  codec: ProgrammeCodec;
  composersFolder?: string | undefined;
  /** What it begins with. */
  picture: BroadcastPicture;
  log: Logger;
  /** A piece of the signal: MPEG-TS. */
  onBytes: (bytes: Buffer) => void;
  /** What comes next is another stream, with a clock of its own. */
  onBroken: () => void;
  /** It begins anew, and can do so with a key frame alone. */
  onNeedsKeyFrames: () => void;
}

/**
 * One finished signal of a session, without holes: a timeline of all slots, and one composer after another
 * for as long as it is open. Closing kills the composer.
 */
export class Signal {
  readonly #parts: SignalParts;
  readonly #timeline: SignalTimeline;
  readonly #timers: NodeJS.Timeout[];
  readonly #rider = new LoudnessRider();
  readonly #gap = new GapClock();
  #picture: BroadcastPicture;
  #composer: Composer | null = null;
  #lufs: number | null = null;
  #flows = false;
  #restarts = 0;
  #attempt = 0;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: SignalParts) {
    this.#parts = parts;
    this.#picture = parts.picture;
    this.#gap.stopped();
    this.#timeline = newTimeline(parts.codec);
    this.#timers = [
      setInterval(() => this.#timeline.fill(performance.now()), FILL_EVERY_MS),
      setInterval(() => this.#ride(), RIDE_EVERY_MS),
    ];
    void this.#compose();
  }

  /** Of the last three seconds; null before the first. */
  get lufs(): number | null {
    return this.#lufs;
  }

  /** @param hasProgramme whether the programme comes; without it the signal shows the slate */
  facts(hasProgramme: boolean): SignalFacts {
    const shown = hasProgramme ? 'PROGRAMME' : 'SLATE';
    return {
      signal: this.#flows ? shown : 'STARTING',
      restarts: this.#restarts,
      gapSeconds: Math.round(this.#gap.gapMs / 100) / 10,
    };
  }

  add(frame: FeedFrame): void {
    this.#timeline.add(frame);
  }

  show(picture: BroadcastPicture): void {
    this.#picture = picture;
    this.#composer?.show(picture);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    for (const timer of this.#timers) clearInterval(timer);
    this.#composer?.close();
  }

  async #compose(): Promise<void> {
    const { ffmpeg, codec, kind, composersFolder, log, sessionId } = this.#parts;
    if (this.#isClosed) return;
    try {
      const composer = await Composer.start({
        ...{ ffmpeg, codec, kind, composersFolder, log },
        ...{ picture: this.#picture, gainDb: this.#rider.gainDb },
        onSignal: (bytes) => this.#onBytes(bytes),
        onLoudness: (lufs) => (this.#lufs = Number.isFinite(lufs) ? lufs : null),
        onEnded: () => this.#composerEnded(),
      });
      if (this.#isClosed) return composer.close();
      composer.show(this.#picture);
      this.#composer = composer;
      this.#timeline.writeTo((frame) => composer.write(frame));
      this.#parts.onNeedsKeyFrames();
    } catch (error) {
      log.error({ err: error, sessionId, kind }, 'the composer cannot be started');
      this.#composerEnded();
    }
  }

  #composerEnded(): void {
    this.#composer = null;
    this.#flows = false;
    this.#lufs = null;
    if (this.#isClosed) return;
    this.#timeline.writeTo(null);
    this.#parts.onBroken();
    this.#gap.stopped();
    this.#restarts += 1;
    const { log, sessionId, kind } = this.#parts;
    log.warn({ sessionId, kind }, 'the composer ended; it is begun again');
    const pauseMs = COMPOSER_PAUSES_MS[Math.min(this.#attempt++, COMPOSER_PAUSES_MS.length - 1)];
    this.#retry = setTimeout(() => void this.#compose(), pauseMs);
  }

  #onBytes(bytes: Buffer): void {
    if (this.#isClosed) return;
    if (!this.#flows) {
      this.#flows = true;
      this.#attempt = 0;
      this.#gap.runs();
    }
    this.#parts.onBytes(bytes);
  }

  #ride(): void {
    if (this.#lufs === null) return;
    const gainDb = this.#rider.hear(this.#lufs);
    if (gainDb !== null) this.#composer?.setGain(gainDb);
  }
}

function newTimeline(codec: ProgrammeCodec): SignalTimeline {
  const assemble = codec === 'H264' ? assembleH264 : assembleVp8;
  const slate = loadSlate(codec)[1].map((payloads) => assemble(payloads)!);
  return new SignalTimeline({ beganMs: performance.now(), slate, silence: SILENCE });
}
