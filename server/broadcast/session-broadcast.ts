import path from 'node:path';
import type { ProgrammeCodec } from '#contract/line.ts';
import type { SignalKind } from '#domain/broadcast.ts';
import type {
  BroadcastFacts,
  BroadcastPicture,
  BroadcastWish,
  IsolatedWish,
  OutletFacts,
  OutletWish,
  SignalFacts,
} from '../broadcast-link/broadcast-port.ts';
import type { Logger } from '../logger.ts';
import { ProgrammeFeed } from './feed/programme-feed.ts';
import { SourceRecorder } from './isolated/source-recorder.ts';
import { DelayedOutlet } from './outlet/delayed-outlet.ts';
import { destinationOf } from './outlet/destination.ts';
import { FfmpegOutlet } from './outlet/ffmpeg-outlet.ts';
import { prepareHlsFolder } from './outlet/hls-folder.ts';
import type { Outlet, OutletStanding } from './outlet/outlet.ts';
import { hlsArgs, pushArgs } from './outlet/outlet-args.ts';
import { RecordingOutlet } from './outlet/recording-outlet.ts';
import { Signal } from './signal.ts';

/** A watch page keeps some 30 MB; with less than this left, check-ins need all there is. */
const LEAST_FREE_BYTES = 256 * 1024 ** 2;
const NO_PICTURE: BroadcastPicture = { layout: 'FULL', mainName: '', insetName: '', notice: null };
const NO_SIGNAL: SignalFacts = { signal: 'STARTING', restarts: 0, gapSeconds: 0 };

interface BroadcastParts {
  sessionId: string;
  mediaSocketPath: string;
  /** Null where it is not installed. */
  ffmpeg: string | null;
  /** Where HLS and recordings of all sessions are kept. */
  folder: string;
  /** A recording leaves so much of the disk to everything else. */
  leastFreeBytes?: number | undefined;
  /** Where composers have their files for as long as they run. */
  composersFolder?: string | undefined;
  log: Logger;
}

/** For the rate since the last facts. */
interface Rate {
  sentBytes: number;
  atMs: number;
}

interface OpenOutlet {
  wish: OutletWish;
  outlet: Outlet;
  rate: Rate;
}

interface OpenRecorder {
  wish: IsolatedWish;
  recorder: SourceRecorder;
  rate: Rate;
}

/**
 * The broadcast of one session while it is wanted: a feed of its programme, a signal of it, a second one
 * without words while some outlet wants that, and its outlets. Closing ends the outlets in order, then the
 * signals; the conference goes on untouched.
 */
export class SessionBroadcast {
  readonly #parts: BroadcastParts;
  readonly #feed: ProgrammeFeed;
  readonly #signals = new Map<SignalKind, Signal>();
  readonly #outlets = new Map<string, OpenOutlet>();
  readonly #isolated = new Map<string, OpenRecorder>();
  #picture: BroadcastPicture = NO_PICTURE;
  #codec: ProgrammeCodec | null = null;
  #hasProgramme = false;
  #isClosed = false;

  constructor(parts: BroadcastParts) {
    this.#parts = parts;
    const { sessionId, mediaSocketPath, log } = parts;
    this.#feed = ProgrammeFeed.open({
      ...{ sessionId, mediaSocketPath, log },
      nowMs: () => performance.now(),
      onFrame: (frame) => {
        for (const signal of this.#signals.values()) signal.add(frame);
      },
      onState: (state) => this.#onFeed(state),
    });
  }

  get facts(): BroadcastFacts {
    return {
      sessionId: this.#parts.sessionId,
      ...this.#signalFacts('WORDED'),
      lufs: this.#signals.get('WORDED')?.lufs ?? null,
      clean: this.#wantsClean ? this.#signalFacts('CLEAN') : null,
      outlets: [...this.#outlets.values()].map((open) => factsOf(open)),
      isolated: [...this.#isolated.values()].map(({ wish, recorder, rate }) => ({
        ...runningOf(recorder.standing, rate),
        ...wish,
      })),
    };
  }

  want({ picture, outlets, isolated = [] }: BroadcastWish): void {
    this.#picture = picture;
    for (const signal of this.#signals.values()) signal.show(picture);
    const wanted = new Map(outlets.map((wish) => [wish.outletId, wish]));
    for (const [outletId, { wish }] of this.#outlets) {
      if (isSame(wanted.get(outletId), wish)) continue;
      void this.#closeOutlet(outletId);
    }
    for (const wish of wanted.values()) {
      if (!this.#outlets.has(wish.outletId)) this.#openOutlet(wish);
    }
    this.#wantIsolated(isolated);
    this.#makeSignals();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#feed.close();
    await Promise.all([...this.#outlets.keys()].map((outletId) => this.#closeOutlet(outletId)));
    const recorders = [...this.#isolated.values()].map(({ recorder }) => recorder.close());
    this.#isolated.clear();
    await Promise.all(recorders);
    for (const signal of this.#signals.values()) signal.close();
  }

  /** A recording is one source's from its beginning to its end. */
  #wantIsolated(wishes: readonly IsolatedWish[]): void {
    const wanted = new Set(wishes.map(({ recordingId }) => recordingId));
    for (const [recordingId, { recorder }] of this.#isolated) {
      if (wanted.has(recordingId)) continue;
      this.#isolated.delete(recordingId);
      void recorder.close();
    }
    for (const wish of wishes) {
      if (this.#isolated.has(wish.recordingId)) continue;
      const { sessionId, mediaSocketPath, leastFreeBytes, log, folder } = this.#parts;
      const own = path.join(folder, sessionId, 'recording', wish.recordingId);
      const recorder = new SourceRecorder({
        ...{ sessionId, sourceId: wish.sourceId, mediaSocketPath },
        ...{ folder: own, leastFreeBytes, log },
      });
      this.#isolated.set(wish.recordingId, { wish, recorder, rate: newRate() });
    }
  }

  get #wantsClean(): boolean {
    return [...this.#outlets.values()].some(({ wish }) => wish.signalKind === 'CLEAN');
  }

  #signalFacts(kind: SignalKind): SignalFacts {
    if (this.#parts.ffmpeg === null) return { ...NO_SIGNAL, signal: 'NO_FFMPEG' };
    return this.#signals.get(kind)?.facts(this.#hasProgramme) ?? NO_SIGNAL;
  }

  #onFeed(state: { codec: ProgrammeCodec } | null): void {
    this.#hasProgramme = state !== null;
    this.#codec ??= state?.codec ?? null;
    this.#makeSignals();
  }

  /** The programme is composed once, and a second time without words only for who wants it so. */
  #makeSignals(): void {
    this.#makeSignal('WORDED');
    if (this.#wantsClean) return this.#makeSignal('CLEAN');
    this.#signals.get('CLEAN')?.close();
    this.#signals.delete('CLEAN');
  }

  #makeSignal(kind: SignalKind): void {
    const { ffmpeg, sessionId, composersFolder, log } = this.#parts;
    const codec = this.#codec;
    if (this.#isClosed || ffmpeg === null || codec === null || this.#signals.has(kind)) return;
    const ways = () => [...this.#outlets.values()].filter(({ wish }) => wish.signalKind === kind);
    const signal = new Signal({
      ...{ sessionId, kind, ffmpeg, codec, composersFolder, log, picture: this.#picture },
      onBytes: (bytes) => {
        for (const { outlet } of ways()) outlet.write(bytes);
      },
      onBroken: () => {
        for (const { outlet } of ways()) outlet.signalEnded?.();
      },
      onNeedsKeyFrames: () => this.#feed.requestKeyFrames(),
    });
    this.#signals.set(kind, signal);
  }

  #openOutlet(wish: OutletWish): void {
    const outlet = this.#makeOutlet(wish);
    if (!outlet) return;
    this.#outlets.set(wish.outletId, { wish, outlet, rate: newRate() });
  }

  #makeOutlet(wish: OutletWish): Outlet | null {
    const { ffmpeg } = this.#parts;
    if (ffmpeg === null && wish.kind !== 'RECORDING') return null;
    // The front door has its row first: without one nobody could ever find its files.
    if (wish.kind === 'RECORDING' && wish.recordingId === undefined) return null;
    if (wish.delaySeconds === 0) return this.#undelayed(wish);
    const delayMs = wish.delaySeconds * 1_000;
    return new DelayedOutlet({ delayMs, open: () => this.#undelayed(wish) });
  }

  #undelayed(wish: OutletWish): Outlet {
    const { log, folder, sessionId } = this.#parts;
    const { kind, outletId, recordingId = outletId } = wish;
    if (kind === 'RECORDING') {
      const own = path.join(folder, sessionId, 'recording', recordingId);
      return new RecordingOutlet({ folder: own, log, leastFreeBytes: this.#parts.leastFreeBytes });
    }
    const ffmpeg = this.#parts.ffmpeg!;
    if (kind === 'HLS') {
      const own = path.join(folder, sessionId, 'hls');
      const room = { folder: own, leastFreeBytes: LEAST_FREE_BYTES };
      const prepare = () => prepareHlsFolder(own);
      return new FfmpegOutlet({ ffmpeg, log, outletId, args: hlsArgs(own), room, prepare });
    }
    const { address, secretOptions } = destinationOf(wish);
    const args = pushArgs(kind, address);
    return new FfmpegOutlet({ ffmpeg, log, outletId, args, secretOptions });
  }

  async #closeOutlet(outletId: string): Promise<void> {
    const open = this.#outlets.get(outletId);
    this.#outlets.delete(outletId);
    await open?.outlet.close();
  }
}

function isSame(a: OutletWish | undefined, b: OutletWish): boolean {
  return (
    a?.kind === b.kind &&
    a.address === b.address &&
    a.recordingId === b.recordingId &&
    a.signalKind === b.signalKind &&
    a.delaySeconds === b.delaySeconds
  );
}

function newRate(): Rate {
  return { sentBytes: 0, atMs: performance.now() };
}

function factsOf({ wish, outlet, rate }: OpenOutlet): OutletFacts {
  return {
    outletId: wish.outletId,
    ...(wish.recordingId ? { recordingId: wish.recordingId } : {}),
    ...runningOf(outlet.standing, rate),
  };
}

function runningOf(standing: OutletStanding, rate: Rate): Omit<OutletFacts, 'outletId'> {
  const now = performance.now();
  const seconds = (now - rate.atMs) / 1_000;
  const kbps = seconds > 0 ? ((standing.sentBytes - rate.sentBytes) * 8) / 1_000 / seconds : 0;
  if (seconds > 2) Object.assign(rate, { sentBytes: standing.sentBytes, atMs: now });
  return {
    state: standing.state,
    trouble: standing.trouble,
    kbps: Math.round(kbps),
    droppedKilobytes: Math.round(standing.droppedBytes / 1_000),
    restarts: standing.restarts,
    gapSeconds: Math.round(standing.gapMs / 100) / 10,
    heldSeconds: Math.round((standing.heldMs ?? 0) / 1_000),
  };
}
