import path from 'node:path';
import type { ProgrammeCodec } from '#contract/line.ts';
import type {
  BroadcastFacts,
  BroadcastWish,
  OutletFacts,
  OutletWish,
} from '../broadcast-link/broadcast-port.ts';
import type { Logger } from '../logger.ts';
import { assembleH264 } from '../rtp/h264-payload.ts';
import { assembleVp8 } from '../rtp/vp8-payload.ts';
import { loadSlate } from '../slate/slate.ts';
import { Composer } from './composer/composer.ts';
import { LoudnessRider } from './composer/loudness-rider.ts';
import { SignalTimeline } from './composer/signal-timeline.ts';
import { ProgrammeFeed } from './feed/programme-feed.ts';
import { FfmpegOutlet } from './outlet/ffmpeg-outlet.ts';
import { GapClock } from './outlet/gap-clock.ts';
import type { Outlet } from './outlet/outlet.ts';
import { hlsArgs, pushArgs } from './outlet/outlet-args.ts';
import { prepareHlsFolder } from './outlet/hls-folder.ts';
import { RecordingOutlet } from './outlet/recording-outlet.ts';

const FILL_EVERY_MS = 50;
const RIDE_EVERY_MS = 1_000;
const COMPOSER_PAUSES_MS = [200, 1_000, 3_000];
/** Opus, 20 ms of silence (RFC 6716: CELT, full band, stereo code 0). */
const SILENCE = Buffer.from([0xfc, 0xff, 0xfe]);

interface BroadcastParts {
  sessionId: string;
  mediaSocketPath: string;
  /** Null where it is not installed. */
  ffmpeg: string | null;
  /** Where HLS and recordings of all sessions are kept. */
  folder: string;
  /** A recording leaves so much of the disk to everything else. */
  leastFreeBytes?: number | undefined;
  log: Logger;
}

interface OpenOutlet {
  wish: OutletWish;
  outlet: Outlet;
  /** For the rate since the last facts. */
  sentBytes: number;
  atMs: number;
}

/**
 * The broadcast of one session while it is wanted: a feed of its programme, one composer, and its
 * outlets. Closing ends the outlets in order, then the composer; the conference goes on untouched.
 */
export class SessionBroadcast {
  readonly #parts: BroadcastParts;
  readonly #feed: ProgrammeFeed;
  readonly #outlets = new Map<string, OpenOutlet>();
  readonly #timers: NodeJS.Timeout[];
  readonly #rider = new LoudnessRider();
  readonly #gap = new GapClock();
  #codec: ProgrammeCodec | null = null;
  #hasProgramme = false;
  #composer: Composer | null = null;
  #timeline: SignalTimeline | null = null;
  #layout: BroadcastWish['layout'] = 'FULL';
  #lufs: number | null = null;
  #hasSignal = false;
  #restarts = 0;
  #attempt = 0;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: BroadcastParts) {
    this.#parts = parts;
    this.#gap.stopped();
    const { sessionId, mediaSocketPath, log } = parts;
    this.#feed = ProgrammeFeed.open({
      ...{ sessionId, mediaSocketPath, log },
      nowMs: () => performance.now(),
      onFrame: (frame) => this.#timeline?.add(frame),
      onState: (state) => this.#onFeed(state),
    });
    this.#timers = [
      setInterval(() => this.#timeline?.fill(performance.now()), FILL_EVERY_MS),
      setInterval(() => this.#ride(), RIDE_EVERY_MS),
    ];
  }

  get facts(): BroadcastFacts {
    const programme = this.#hasProgramme ? 'PROGRAMME' : 'SLATE';
    const signal = this.#hasSignal ? programme : 'STARTING';
    return {
      sessionId: this.#parts.sessionId,
      signal: this.#parts.ffmpeg === null ? 'NO_FFMPEG' : signal,
      lufs: this.#lufs,
      restarts: this.#restarts,
      gapSeconds: this.#gap.gapMs / 1_000,
      outlets: [...this.#outlets.values()].map((open) => factsOf(open)),
    };
  }

  want({ layout, outlets }: BroadcastWish): void {
    if (layout !== this.#layout) {
      this.#layout = layout;
      this.#composer?.setLayout(layout);
    }
    const wanted = new Map(outlets.map((wish) => [wish.outletId, wish]));
    for (const [outletId, { wish }] of this.#outlets) {
      if (isSame(wanted.get(outletId), wish)) continue;
      void this.#closeOutlet(outletId);
    }
    for (const wish of wanted.values()) {
      if (!this.#outlets.has(wish.outletId)) this.#openOutlet(wish);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    for (const timer of this.#timers) clearInterval(timer);
    this.#feed.close();
    await Promise.all([...this.#outlets.keys()].map((outletId) => this.#closeOutlet(outletId)));
    this.#composer?.close();
  }

  #onFeed(state: { codec: ProgrammeCodec } | null): void {
    this.#hasProgramme = state !== null;
    if (!state || this.#composer || this.#codec === state.codec) return;
    this.#codec = state.codec;
    void this.#compose();
  }

  /** One composer after another, for as long as the broadcast is wanted. */
  async #compose(): Promise<void> {
    const { ffmpeg, log, sessionId } = this.#parts;
    const codec = this.#codec;
    if (ffmpeg === null || codec === null || this.#isClosed) return;
    try {
      const composer = await Composer.start({
        ...{ ffmpeg, codec, log },
        onSignal: (bytes) => this.#onSignal(bytes),
        onLoudness: (lufs) => (this.#lufs = Number.isFinite(lufs) ? lufs : null),
        onEnded: () => this.#composerEnded(),
      });
      if (this.#isClosed) return composer.close();
      composer.setLayout(this.#layout);
      composer.setGain(this.#rider.gainDb);
      this.#composer = composer;
      this.#timeline ??= this.#newTimeline(codec);
      this.#timeline.writeTo((frame) => composer.write(frame));
      this.#feed.requestKeyFrames();
    } catch (error) {
      log.error({ err: error, sessionId }, 'the composer cannot be started');
      this.#composerEnded();
    }
  }

  #newTimeline(codec: ProgrammeCodec): SignalTimeline {
    const assemble = codec === 'H264' ? assembleH264 : assembleVp8;
    const slate = loadSlate(codec)[1].map((payloads) => assemble(payloads)!);
    return new SignalTimeline({ beganMs: performance.now(), slate, silence: SILENCE });
  }

  #composerEnded(): void {
    this.#composer = null;
    this.#hasSignal = false;
    this.#lufs = null;
    if (this.#isClosed) return;
    this.#timeline?.writeTo(null);
    for (const { outlet } of this.#outlets.values()) outlet.signalEnded?.();
    this.#gap.stopped();
    this.#restarts += 1;
    const { log, sessionId } = this.#parts;
    log.warn({ sessionId }, 'the composer ended; it is begun again');
    const pauseMs = COMPOSER_PAUSES_MS[Math.min(this.#attempt++, COMPOSER_PAUSES_MS.length - 1)];
    this.#retry = setTimeout(() => void this.#compose(), pauseMs);
  }

  #onSignal(bytes: Buffer): void {
    if (!this.#hasSignal) {
      this.#hasSignal = true;
      this.#attempt = 0;
      this.#gap.runs();
    }
    for (const { outlet } of this.#outlets.values()) outlet.write(bytes);
  }

  #ride(): void {
    if (this.#lufs === null) return;
    const gainDb = this.#rider.hear(this.#lufs);
    if (gainDb !== null) this.#composer?.setGain(gainDb);
  }

  #openOutlet(wish: OutletWish): void {
    const outlet = this.#makeOutlet(wish);
    if (!outlet) return;
    const atMs = performance.now();
    this.#outlets.set(wish.outletId, { wish, outlet, sentBytes: 0, atMs });
  }

  #makeOutlet(wish: OutletWish): Outlet | null {
    const { ffmpeg, log, folder, sessionId } = this.#parts;
    const { kind, outletId, recordingId } = wish;
    if (kind === 'RECORDING') {
      if (recordingId === undefined) return null;
      const own = path.join(folder, sessionId, 'recording', recordingId);
      return new RecordingOutlet({ folder: own, log, leastFreeBytes: this.#parts.leastFreeBytes });
    }
    if (ffmpeg === null) return null;
    if (kind === 'HLS') {
      const own = prepareHlsFolder(path.join(folder, sessionId, 'hls'));
      return new FfmpegOutlet({ ffmpeg, log, outletId, args: hlsArgs(own) });
    }
    return new FfmpegOutlet({ ffmpeg, log, outletId, args: pushArgs(wish) });
  }

  async #closeOutlet(outletId: string): Promise<void> {
    const open = this.#outlets.get(outletId);
    this.#outlets.delete(outletId);
    await open?.outlet.close();
  }
}

function isSame(a: OutletWish | undefined, b: OutletWish): boolean {
  return a?.kind === b.kind && a.address === b.address && a.recordingId === b.recordingId;
}

function factsOf(open: OpenOutlet): OutletFacts {
  const { standing } = open.outlet;
  const now = performance.now();
  const seconds = (now - open.atMs) / 1_000;
  const kbps = seconds > 0 ? ((standing.sentBytes - open.sentBytes) * 8) / 1_000 / seconds : 0;
  if (seconds > 2) Object.assign(open, { sentBytes: standing.sentBytes, atMs: now });
  return {
    outletId: open.wish.outletId,
    ...(open.wish.recordingId ? { recordingId: open.wish.recordingId } : {}),
    state: standing.state,
    trouble: standing.trouble,
    kbps: Math.round(kbps),
    droppedKilobytes: Math.round(standing.droppedBytes / 1_000),
    restarts: standing.restarts,
    gapSeconds: Math.round(standing.gapMs / 100) / 10,
  };
}
