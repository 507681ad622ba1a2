import type { OutletTrouble } from '../../broadcast-link/broadcast-port.ts';
import type { Logger } from '../../logger.ts';
import { hasRoom } from './disk-room.ts';
import type { DiskRoom } from './disk-room.ts';
import { GapClock } from './gap-clock.ts';
import type { Outlet, OutletStanding } from './outlet.ts';
import { spawnWithSecrets } from './spawn-with-secrets.ts';
import type { Child } from './spawn-with-secrets.ts';

const PAUSES_MS = [200, 1_000, 2_000, 5_000, 10_000];
/** Having run so long, the next trouble is a new one. */
const CALM_MS = 30_000;
/** Four seconds of the signal; what a destination does not take meanwhile is dropped. */
const MOST_UNREAD_BYTES = 2 * 1024 * 1024;
/** A destination that takes nothing for as long is left and called again. */
const STALLED_MS = 15_000;
const PAUSE_MS = 1_000;
const LOOK_FOR_ROOM_MS = 2_000;
const CLOSE_TIMEOUT_MS = 3_000;
const LAST_WORDS = 2_000;

interface OutletParts {
  ffmpeg: string;
  args: readonly string[];
  log: Logger;
  outletId: string;
  /** Of one that writes files: without room it is stopped in order, and begun again when there is some. */
  room?: DiskRoom;
  /** Before each start; what it throws is a disk that cannot be written to. */
  prepare?: () => void;
  /** `option=value` lines that no list of processes shows. */
  secretOptions?: readonly string[];
}

/** A way out by an ffmpeg of its own, called again for as long as the outlet is open. */
export class FfmpegOutlet implements Outlet {
  readonly #parts: OutletParts;
  readonly #gap = new GapClock();
  #child: Child | null = null;
  #state: OutletStanding['state'] = 'STARTING';
  #trouble: OutletTrouble | null = null;
  /** Why the process is being ended from here. */
  #found: OutletTrouble | null = null;
  #sentBytes = 0;
  #outTimeUs = 0;
  #droppedBytes = 0;
  #restarts = 0;
  #attempt = 0;
  #beganMs = 0;
  #progressMs = 0;
  #offeredMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #watch: NodeJS.Timeout;
  #isClosed = false;

  constructor(parts: OutletParts) {
    this.#parts = parts;
    this.#gap.stopped();
    this.#startIfRoom();
    this.#watch = setInterval(() => this.#check(), 1_000);
  }

  get standing(): OutletStanding {
    return {
      state: this.#state,
      trouble: this.#trouble,
      sentBytes: this.#sentBytes,
      droppedBytes: this.#droppedBytes,
      restarts: this.#restarts,
      gapMs: this.#gap.gapMs,
    };
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  write(bytes: Buffer): void {
    const now = performance.now();
    // After a pause of the signal itself, which is no fault of the destination's.
    if (now - this.#offeredMs > PAUSE_MS) this.#progressMs = Math.max(this.#progressMs, now);
    this.#offeredMs = now;
    const stdin = this.#child?.stdin;
    if (!stdin || stdin.destroyed || stdin.writableLength > MOST_UNREAD_BYTES) {
      this.#droppedBytes += bytes.length;
      return;
    }
    stdin.write(bytes);
    this.#sentBytes += bytes.length;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#watch);
    const child = this.#child;
    if (!child) return;
    await new Promise<void>((resolve) => {
      const late = setTimeout(() => child.kill('SIGKILL'), CLOSE_TIMEOUT_MS);
      child.once('close', () => {
        clearTimeout(late);
        resolve();
      });
      child.stdin.end();
    });
  }

  #startIfRoom(): void {
    if (this.#hasBegun()) return;
    this.#state = 'WAITING';
    this.#trouble = 'DISK_FULL';
    this.#timer = setTimeout(() => this.#startIfRoom(), LOOK_FOR_ROOM_MS);
  }

  #hasBegun(): boolean {
    const { room, prepare, log, outletId } = this.#parts;
    try {
      prepare?.();
      if (room && !hasRoom(room)) return false;
      this.#start();
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (this.#trouble !== 'DISK_FULL') log.warn({ code, outletId }, 'an outlet has no place');
      return false;
    }
  }

  #start(): void {
    const { ffmpeg, args, log, outletId, secretOptions = [] } = this.#parts;
    const child: Child = spawnWithSecrets(ffmpeg, args, secretOptions);
    this.#child = child;
    this.#beganMs = this.#progressMs = performance.now();
    this.#outTimeUs = 0;
    let lastWords = '';
    child.stdin.on('error', () => {});
    child.stdout.on('data', (bytes: Buffer) => this.#onProgress(bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => {
      lastWords = (lastWords + bytes.toString()).slice(-LAST_WORDS);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      // Its code alone: the error itself holds the arguments, and with them the address and its key.
      log.error({ code: error.code, outletId }, 'ffmpeg cannot be run');
    });
    child.on('close', () => this.#onEnded(lastWords));
  }

  #onProgress(text: string): void {
    const found = [...text.matchAll(/out_time_us=(\d+)/g)].at(-1)?.[1];
    if (found === undefined || Number(found) <= this.#outTimeUs) return;
    this.#outTimeUs = Number(found);
    this.#progressMs = performance.now();
    if (this.#state === 'RUNNING') return;
    this.#state = 'RUNNING';
    this.#trouble = null;
    this.#gap.runs();
  }

  #check(): void {
    const now = performance.now();
    if (this.#state === 'RUNNING' && now - this.#beganMs > CALM_MS) this.#attempt = 0;
    if (!this.#child) return;
    if (this.#offeredMs - this.#progressMs >= STALLED_MS) {
      this.#found = this.#outTimeUs > 0 ? 'STALLED' : 'NO_ANSWER';
      return void this.#child.kill('SIGKILL');
    }
    const { room } = this.#parts;
    if (!room || this.#found === 'DISK_FULL' || hasRoom(room)) return;
    this.#found = 'DISK_FULL';
    this.#child.stdin.end();
  }

  #onEnded(lastWords: string): void {
    this.#child = null;
    if (this.#isClosed) return;
    this.#trouble = this.#found ?? troubleOf(lastWords);
    this.#found = null;
    this.#state = 'WAITING';
    this.#gap.stopped();
    this.#restarts += 1;
    const { log, outletId } = this.#parts;
    log.warn({ outletId, trouble: this.#trouble }, 'an outlet ended; it is called again');
    const pauseMs = PAUSES_MS[Math.min(this.#attempt++, PAUSES_MS.length - 1)];
    this.#timer = setTimeout(() => this.#startIfRoom(), pauseMs);
  }
}

/** What ffmpeg's last words mean to a person. */
export function troubleOf(lastWords: string): OutletTrouble {
  // An address may hold any word or number.
  const words = lastWords.replaceAll(/\S+:\/\/\S+/g, '');
  if (/No space left/i.test(words)) return 'DISK_FULL';
  if (/refused|reject|passphrase|not permitted|Server error|Server returned/i.test(words)) {
    return 'REFUSED';
  }
  if (/unauthori|forbidden|denied|\b40[13]\b/i.test(words)) return 'REFUSED';
  // SRT says no more than that when nobody answers in three seconds.
  if (/timed out|No route to host|unreachable|resolve|Connection to +failed/i.test(words)) {
    return 'NO_ANSWER';
  }
  return 'ENDED';
}
