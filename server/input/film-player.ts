import type { FilmWish, InputFacts } from '../input-link/input-port.ts';
import { InletLine } from './inlet-line.ts';
import type { Input, InputParts } from './input.ts';
import { filmArgs, lastPictureArgs } from './reel/reel-args.ts';
import { Reel } from './reel/reel.ts';
import type { ReelFrame } from './reel/reel.ts';

const TICK_MS = 10;
const SOUND_MS = 20;
/** Opus, 20 ms of silence (RFC 6716: CELT, full band, stereo code 0). */
const SILENCE = [Buffer.from([0xfc, 0xff, 0xfe])];
/** A picture that stands is a key frame again and again: whoever takes it sees it at once. */
const STILL_EVERY_MS = 400;
/** Read ahead of the clock, and where reading goes on. */
const MOST_AHEAD_MS = 1_500;
const ENOUGH_AHEAD_MS = 1_000;
/** A start that was asked for so recently shows the film from its first picture on. */
const FRESH_MS = 2_000;
/** Until the first picture of a place that is gone to while the film goes on. */
const OPENING_MS = 600;
/** The process stood still: what was missed is left out. */
const MISSED_MS = 2_000;
const PAUSES_MS = [100, 500, 1_000, 3_000, 10_000];
const CALM_MS = 30_000;

interface Clocks {
  /** Monotonic. */
  nowMs: () => number;
  /** Wall clock, as in the wish. */
  wallMs: () => number;
}

const CLOCKS: Clocks = { nowMs: () => performance.now(), wallMs: () => Date.now() };

/** A reel that is read, and what of it is not sent yet. */
interface Opened {
  reel: Reel;
  /** Where in the film it begins. */
  fromMs: number;
  pictures: ReelFrame[];
  sounds: ReelFrame[];
  still: ReelFrame | null;
  isRead: boolean;
  isPaused: boolean;
  /** When its beginning is shown, on the monotonic clock; null while it stands at its first picture. */
  beganMs: number | null;
}

/**
 * A film as a source. While it stands, its next second is already read, so that it starts at once; at
 * its end the last picture stays. Sound and picture are sent by one clock. A killed ffmpeg is begun
 * again where the film is by now. Closing ends its process and takes the source off the bus.
 */
export class FilmPlayer implements Input {
  readonly #parts: InputParts;
  readonly #clocks: Clocks;
  readonly #line: InletLine;
  readonly #timer: NodeJS.Timeout;
  #wish: FilmWish;
  #now: Opened | null = null;
  /** The last picture, made before it is needed. */
  #last: Opened | null = null;
  #soundDueMs: number;
  #stillSentMs = -Infinity;
  #retry: NodeJS.Timeout | undefined;
  #attempt = 0;
  #openedMs = 0;
  #restarts = 0;
  #trouble: InputFacts['trouble'] = null;

  constructor(parts: InputParts, wish: FilmWish, clocks = CLOCKS) {
    this.#parts = parts;
    this.#clocks = clocks;
    this.#wish = wish;
    const { sessionId, sourceId, codec } = wish;
    const { mediaSocketPath } = parts;
    this.#line = new InletLine({ mediaSocketPath, sessionId, sourceId, codec });
    this.#soundDueMs = Math.ceil(clocks.nowMs() / SOUND_MS) * SOUND_MS;
    this.#open();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  get facts(): InputFacts {
    const { sourceId } = this.#wish;
    const hasPicture = this.#now?.still != null || this.#now?.beganMs != null;
    const state = this.#trouble
      ? 'WAITING'
      : hasPicture && this.#line.isOpen
        ? 'READY'
        : 'STARTING';
    return { sourceId, state, trouble: this.#trouble, restarts: this.#restarts };
  }

  /** Of the ffmpeg that runs now. */
  get pid(): number | undefined {
    return this.#now?.reel.pid;
  }

  want(wish: FilmWish): void {
    const before = this.#wish;
    this.#wish = wish;
    if (before.atMs === wish.atMs && before.sinceMs === wish.sinceMs) return;
    const isStarted = before.sinceMs === null && wish.sinceMs !== null;
    if (isStarted && before.atMs === wish.atMs && this.#now && !this.#hasEnded) return;
    this.#attempt = 0;
    this.#open();
  }

  close(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#retry);
    this.#now?.reel.close();
    this.#last?.reel.close();
    this.#line.close();
  }

  /** Where the film is by what is wanted. */
  get #positionMs(): number {
    const { atMs, sinceMs, durationMs } = this.#wish;
    if (sinceMs === null) return Math.min(atMs, durationMs);
    return Math.min(atMs + Math.max(0, this.#clocks.wallMs() - sinceMs), durationMs);
  }

  get #hasEnded(): boolean {
    return this.#positionMs >= this.#wish.durationMs;
  }

  /** Goes to where the film is by now; what was shown stays until the picture of there comes. */
  #open(): void {
    clearTimeout(this.#retry);
    const { ffmpeg } = this.#parts;
    if (ffmpeg === null) {
      this.#trouble = 'NO_FFMPEG';
      return;
    }
    this.#now?.reel.close();
    this.#openedMs = this.#clocks.nowMs();
    if (this.#hasEnded) {
      this.#now = this.#last ?? this.#read('LAST', this.#wish.durationMs);
      this.#last = null;
      this.#stillSentMs = -Infinity;
      return;
    }
    this.#last?.reel.close();
    this.#last = null;
    const { atMs, sinceMs, durationMs } = this.#wish;
    const isFresh = sinceMs === null || this.#clocks.wallMs() - sinceMs < FRESH_MS;
    const fromMs = isFresh ? atMs : Math.min(this.#positionMs + OPENING_MS, durationMs - 40);
    this.#now = this.#read('FILM', Math.max(0, fromMs));
    this.#stillSentMs = -Infinity;
  }

  #read(part: 'FILM' | 'LAST', fromMs: number): Opened {
    const { codec, path, durationMs, hasSound } = this.#wish;
    const place = { codec, path, durationMs, hasSound, fromMs };
    const opened: Opened = {
      ...{ fromMs, pictures: [], sounds: [], still: null, isRead: false, isPaused: false },
      beganMs: null,
      reel: new Reel({
        ffmpeg: this.#parts.ffmpeg!,
        args: part === 'FILM' ? filmArgs(place) : lastPictureArgs(place),
        codec,
        onFrame: (frame) => this.#take(opened, frame),
        onEnded: ({ isWhole }) => this.#readEnded(opened, { isWhole, part }),
      }),
    };
    return opened;
  }

  #take(opened: Opened, frame: ReelFrame): void {
    if (frame.track === 'SOUND') opened.sounds.push(frame);
    else {
      opened.still ??= frame;
      opened.pictures.push(frame);
      this.#trouble = null;
      this.#hold(opened);
    }
  }

  /** Reads no further ahead than is needed. */
  #hold(opened: Opened): void {
    const { pictures, reel } = opened;
    const aheadMs = (pictures.at(-1)?.atMs ?? 0) - (pictures[0]?.atMs ?? 0);
    if (!opened.isPaused && aheadMs > MOST_AHEAD_MS) {
      opened.isPaused = true;
      reel.pause();
    } else if (opened.isPaused && aheadMs < ENOUGH_AHEAD_MS) {
      opened.isPaused = false;
      reel.resume();
    }
  }

  #readEnded(opened: Opened, end: { isWhole: boolean; part: 'FILM' | 'LAST' }): void {
    if (opened !== this.#now && opened !== this.#last) return;
    opened.isRead = true;
    if (end.isWhole && opened.still) {
      const isAtEnd = end.part === 'FILM' && opened === this.#now;
      if (isAtEnd) this.#last ??= this.#read('LAST', this.#wish.durationMs);
      return;
    }
    if (opened === this.#last) return;
    this.#restarts += 1;
    const { log } = this.#parts;
    log.warn({ sourceId: this.#wish.sourceId }, 'a film’s ffmpeg ended; it is begun again');
    if (this.#clocks.nowMs() - this.#openedMs > CALM_MS) this.#attempt = 0;
    const pauseMs = PAUSES_MS[Math.min(this.#attempt++, PAUSES_MS.length - 1)];
    if (this.#attempt > 2) this.#trouble = 'FAILED';
    this.#retry = setTimeout(() => this.#open(), pauseMs);
  }

  #tick(): void {
    const now = this.#clocks.nowMs();
    const opened = this.#now;
    if (opened && opened.beganMs === null) this.#begin(opened, now);
    if (opened && opened.beganMs !== null) this.#sendPictures(opened, now);
    else if (opened?.still && now - this.#stillSentMs >= STILL_EVERY_MS) {
      this.#stillSentMs = now;
      this.#line.send('PICTURE', opened.still.payloads, now);
    }
    this.#sendSound(now);
  }

  /** Starts the clock of a reel whose first picture and sound are here. */
  #begin(opened: Opened, now: number): void {
    const { sinceMs, atMs, hasSound, durationMs } = this.#wish;
    if (sinceMs === null || !opened.still || opened.fromMs >= durationMs) return;
    if (hasSound && opened.sounds.length === 0 && !opened.isRead) return;
    const dueInMs = sinceMs + (opened.fromMs - atMs) - this.#clocks.wallMs();
    if (dueInMs > 0 && opened.fromMs > atMs) return;
    if (dueInMs < -FRESH_MS) return this.#open();
    // On the clock of the sound, so that this goes on without a step.
    opened.beganMs = Math.max(this.#soundDueMs, Math.ceil(now / SOUND_MS) * SOUND_MS);
    const firstSoundMs = opened.sounds[0]?.atMs ?? 0;
    opened.beganMs -= firstSoundMs % SOUND_MS;
  }

  #sendPictures(opened: Opened, now: number): void {
    const { pictures, beganMs } = opened;
    while (pictures[0] && beganMs! + pictures[0].atMs <= now) {
      const frame = pictures.shift()!;
      this.#line.send('PICTURE', frame.payloads, beganMs! + frame.atMs);
      this.#stillSentMs = now;
    }
    this.#hold(opened);
    const isOver = opened.isRead && pictures.length === 0 && opened.sounds.length === 0;
    if (isOver && this.#last?.still) this.#rest();
  }

  /** The film is over: its last picture stays. */
  #rest(): void {
    this.#now?.reel.close();
    this.#now = this.#last;
    this.#last = null;
  }

  /** Every 20 ms a packet, of the film or of silence. */
  #sendSound(now: number): void {
    if (now - this.#soundDueMs > MISSED_MS) {
      this.#soundDueMs = Math.floor(now / SOUND_MS) * SOUND_MS;
    }
    for (; this.#soundDueMs <= now; this.#soundDueMs += SOUND_MS) {
      this.#line.send('SOUND', this.#soundAt(this.#soundDueMs), this.#soundDueMs);
    }
  }

  #soundAt(dueMs: number): readonly Buffer[] {
    const opened = this.#now;
    if (!opened || opened.beganMs === null) return SILENCE;
    const { sounds, beganMs } = opened;
    // What came too late is left out: sound keeps to the picture.
    while (sounds[0] && beganMs + sounds[0].atMs < dueMs - SOUND_MS / 2) sounds.shift();
    const next = sounds[0];
    if (!next || beganMs + next.atMs > dueMs + SOUND_MS / 2) return SILENCE;
    return sounds.shift()!.payloads;
  }
}
