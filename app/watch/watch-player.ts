import { retryPauseMs } from '../_media/retry-pause.ts';
import { Value } from '../_media/store.ts';
import type { Engine, EngineFault, EngineParts } from './engine.ts';
import { openHlsEngine } from './hls-engine.ts';
import { canPlayLists, openNativeEngine, playsNatively } from './native-engine.ts';
import { probe } from './probe.ts';
import type { Probed } from './probe.ts';
import { behindSeconds, FIRST_MODEL, MotionWatch } from './watch-model.ts';
import type { WatchModel } from './watch-model.ts';

const LOOK_EVERY_MS = 1_000;
/** Whoever waits for a broadcast asks about this often, each at another moment. */
const OFF_PAUSE_MS = 5_000;
const OFF_SPREAD_MS = 5_000;
/** Whoever watches is told about so late that a recording began. */
const ASK_AGAIN_MS = 20_000;
const ASK_AGAIN_SPREAD_MS = 10_000;
/** Somebody who comes back to the page this late is brought to where the others are. */
const TOO_FAR_BEHIND_SECONDS = 30;

export interface WatchPlayerParts {
  video: HTMLVideoElement;
  address: string;
  /** Something is on the air that was not, or could not be seen, before. */
  onOpened: () => void;
  /** Tests bring their own. */
  makeEngine?: typeof makeEngine;
  ask?: typeof probe;
}

/**
 * Plays a broadcast for as long as its page is open: waits for it to begin, goes on after every fault,
 * says what is seen. Nobody has to press anything but for the sound.
 */
export class WatchPlayer {
  readonly model = new Value<WatchModel>(FIRST_MODEL);
  readonly #parts: WatchPlayerParts;
  readonly #ended = new AbortController();
  readonly #ticker: ReturnType<typeof setInterval>;
  #engine: Engine | null = null;
  #motion = new MotionWatch(performance.now());
  #finding: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #serverAheadMs: number | null = null;
  #askAgainAtMs = Infinity;
  /** The broadcast ended; what is buffered is played to its end. */
  #isEnding = false;
  #isSilenced = false;
  /** Paused from outside of here. */
  #isHalted = false;

  constructor(parts: WatchPlayerParts) {
    this.#parts = parts;
    const { signal } = this.#ended;
    parts.video.addEventListener('pause', () => (this.#isHalted = true), { signal });
    parts.video.addEventListener('play', () => (this.#isHalted = false), { signal });
    // An iPhone pauses when its full screen is left.
    parts.video.addEventListener('webkitendfullscreen', () => void this.#play(), { signal });
    document.addEventListener('visibilitychange', () => this.#comeBack(), { signal });
    this.#ticker = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#findIn(0);
  }

  /** Without changing what was chosen: while the hall is called up nothing may sound late. */
  silence(isSilenced: boolean): void {
    this.#isSilenced = isSilenced;
    this.#parts.video.muted = isSilenced || this.model.read().sound !== 'ON';
  }

  setSound(isOn: boolean): void {
    this.#parts.video.muted = !isOn || this.#isSilenced;
    this.#tell({ sound: isOn ? 'ON' : 'OFF' });
    if (isOn) void this.#play();
  }

  /** After a pause: at the newest picture. */
  goOn(): void {
    this.#engine?.toLive();
    void this.#play();
  }

  close(): void {
    this.#ended.abort();
    clearInterval(this.#ticker);
    clearTimeout(this.#finding);
    this.#dropEngine();
  }

  get #isClosed(): boolean {
    return this.#ended.signal.aborted;
  }

  #tell(change: Partial<WatchModel>): void {
    const before = this.model.read();
    const keys = Object.keys(change) as (keyof WatchModel)[];
    if (keys.some((key) => change[key] !== before[key])) this.model.set({ ...before, ...change });
  }

  #findIn(ms: number): void {
    clearTimeout(this.#finding);
    this.#finding = setTimeout(() => void this.#find(), ms);
  }

  #findSoon(): void {
    this.#findIn(retryPauseMs(this.#attempt++));
  }

  async #find(): Promise<void> {
    this.#finding = undefined;
    const { address, ask = probe } = this.#parts;
    const probed = await ask(address, this.#ended.signal);
    if (this.#isClosed) return;
    if (probed.kind === 'AWAY') {
      if (!this.#engine) this.#tell({ stage: 'LOST' });
      return this.#findSoon();
    }
    if (probed.kind === 'OFF') return this.#goOff();
    this.#hear(probed);
    this.#isEnding = false;
    if (this.#engine) this.#engine.resume();
    else await this.#open();
    await this.#play();
  }

  #hear({ serverMs, isRecorded }: Extract<Probed, { kind: 'ON' }>): void {
    // The header has whole seconds: half of one is the middle.
    if (serverMs !== null) this.#serverAheadMs = serverMs + 500 - Date.now();
    if (isRecorded !== null) this.#tell({ isRecorded });
    this.#askAgainAtMs = performance.now() + ASK_AGAIN_MS + Math.random() * ASK_AGAIN_SPREAD_MS;
  }

  /** While it plays; what goes wrong is not for this to tell. */
  async #askAgain(): Promise<void> {
    this.#askAgainAtMs = Infinity;
    const { address, ask = probe } = this.#parts;
    const probed = await ask(address, this.#ended.signal);
    if (this.#isClosed) return;
    if (probed.kind === 'ON') this.#hear(probed);
    else this.#askAgainAtMs = performance.now() + ASK_AGAIN_MS;
  }

  async #open(): Promise<void> {
    const { stage } = this.model.read();
    const { video, address } = this.#parts;
    const parts: EngineParts = { video, address, onFault: (fault) => this.#onFault(fault) };
    // Who was told that it is being fetched again is told nothing new.
    if (stage !== 'LOST') this.#tell({ stage: 'OPENING', behindSeconds: null });
    this.#motion = new MotionWatch(performance.now());
    const make = this.#parts.makeEngine ?? makeEngine;
    const engine = await make(parts).catch(() => 'AWAY' as const);
    if (this.#isClosed) return engine === 'AWAY' ? undefined : engine?.close();
    if (engine === 'AWAY') return this.#findSoon();
    this.#engine = engine;
    if (!engine) return this.#tell({ stage: 'UNSUPPORTED' });
    if (stage === 'OFF') this.#parts.onOpened();
  }

  #goOff(): void {
    this.#findIn(OFF_PAUSE_MS + Math.random() * OFF_SPREAD_MS);
    if (this.#engine && this.model.read().stage === 'LIVE') this.#isEnding = true;
    else this.#endEngine();
  }

  #endEngine(): void {
    this.#isEnding = false;
    this.#dropEngine();
    this.#tell({ stage: 'OFF', behindSeconds: null });
  }

  #dropEngine(): void {
    this.#engine?.close();
    this.#engine = null;
  }

  #onFault(fault: EngineFault): void {
    if (this.#isClosed) return;
    if (fault === 'BROKEN') this.#dropEngine();
    this.#findSoon();
  }

  #look(): void {
    const { video } = this.#parts;
    if (!this.#engine) return;
    const nowMs = performance.now();
    if (nowMs >= this.#askAgainAtMs) void this.#askAgain();
    if (this.#isHalted) {
      this.#motion.rest(nowMs);
      return this.#tell({ stage: 'PAUSED', behindSeconds: null });
    }
    const motion = this.#motion.look(video.currentTime, nowMs);
    if (this.#isEnding && (video.ended || motion !== 'MOVES')) return this.#endEngine();
    if (video.ended || motion === 'HOPELESS') {
      this.#tell({ stage: 'LOST', behindSeconds: null });
      return this.#onFault('BROKEN');
    }
    // A repaired picture begins paused.
    if (video.paused) void this.#play();
    if (motion === 'MOVES') this.#showLive();
    else if (motion === 'STANDS') this.#tell({ stage: 'LOST', behindSeconds: null });
  }

  #showLive(): void {
    // While a broken line is tried again the picture still moves, from what is buffered.
    if (this.#finding === undefined) this.#attempt = 0;
    const serverNowMs = this.#serverAheadMs === null ? null : Date.now() + this.#serverAheadMs;
    const madeAtMs = this.#engine?.madeAtMs() ?? null;
    const step = this.#engine?.step() ?? null;
    this.#tell({ stage: 'LIVE', behindSeconds: behindSeconds(madeAtMs, serverNowMs), step });
  }

  #comeBack(): void {
    const { behindSeconds: behind } = this.model.read();
    if (!document.hidden && behind !== null && behind > TOO_FAR_BEHIND_SECONDS) {
      this.#engine?.toLive();
    }
  }

  async #play(): Promise<void> {
    if (this.#isClosed || !this.#engine) return;
    const { video } = this.#parts;
    try {
      await video.play();
    } catch (error) {
      // Anything else is a picture that is being exchanged, and the next look plays it.
      if ((error as DOMException).name !== 'NotAllowedError' || this.#isClosed) return;
      if (video.muted) this.#isHalted = true;
      else return this.#playWithoutSound();
    }
  }

  #playWithoutSound(): Promise<void> {
    this.#parts.video.muted = true;
    this.#tell({ sound: 'BLOCKED' });
    return this.#play();
  }
}

/** Null where the browser can play no such lists. */
async function makeEngine(parts: EngineParts): Promise<Engine | null> {
  if (playsNatively(parts.video)) return openNativeEngine(parts);
  const engine = await openHlsEngine(parts);
  if (engine) return engine;
  return canPlayLists(parts.video) ? openNativeEngine(parts) : null;
}
