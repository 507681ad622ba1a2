import type { types } from 'mediasoup-client';
import { LineRefusal, LineSilence, type LineCentre } from './line-centre.ts';
import { isPassing } from './line-state.ts';
import type { Direction, LineLife } from './line-life.ts';
import { retryPauseMs } from './retry-pause.ts';

interface TenderParts {
  life: LineLife;
  centre: LineCentre;
  /** Nothing helped, or the centre no longer has the line. */
  onGone: (life: LineLife) => void;
}

/** Browsers say "disconnected" after a few lost checks; most of these come back by themselves. */
const PATIENCE_MS = 2_000;
const RESTART_TAKES_MS = 6_000;
const MOST_RESTARTS = 4;

/** Keeps a line alive through changed networks and restarts of the server, while it can be kept. */
export class LineTender {
  readonly #parts: TenderParts;
  readonly #timers = new Map<Direction | 'CHECK', ReturnType<typeof setTimeout>>();
  readonly #states = new Map<Direction, types.ConnectionState>();
  readonly #restarts = new Map<Direction, number>();
  #wasConnected: boolean;
  #isClosed = false;

  constructor(parts: TenderParts) {
    this.#parts = parts;
    this.#wasConnected = parts.centre.isConnected();
  }

  transportChanged(direction: Direction, state: types.ConnectionState): void {
    this.#states.set(direction, state);
    if (state === 'connected') {
      this.#restarts.delete(direction);
      this.#cancel(direction);
    } else if (state === 'failed') {
      this.#later(direction, retryPauseMs(0) / 2);
    } else if (state === 'disconnected') {
      if (this.#parts.centre.isConnected()) this.#parts.centre.networkChanged();
      this.#later(direction, PATIENCE_MS);
    }
  }

  /** The connection for commands is gone or back; coming back, the line may have gone meanwhile. */
  centreChanged(): void {
    const isConnected = this.#parts.centre.isConnected();
    const isBack = isConnected && !this.#wasConnected;
    this.#wasConnected = isConnected;
    // Picture and sound flow by themselves: 766 halls need not all ask in the same instant.
    if (isBack) this.#checkLater(this.#isFlowing ? retryPauseMs(1) : 0);
  }

  /** Picture and sound found another way by themselves. Commands may still wait at the end of the old one. */
  wayChanged(): void {
    this.#parts.centre.networkChanged();
    this.#checkLater(0);
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  get #isFlowing(): boolean {
    return [...this.#states.values()].every((state) => state === 'connected' || state === 'new');
  }

  async #check(attempt: number): Promise<void> {
    const { life } = this.#parts;
    try {
      const isConnected = await life.check();
      // The centre notices a lost way later than the browser does: what is lost here is lost.
      for (const [direction, state] of this.#states) {
        if (state === 'new' || (isConnected && state === 'connected')) continue;
        void this.#restart(direction);
      }
    } catch (error) {
      if (this.#isClosed) return;
      if (isFinal(error)) return this.#parts.onGone(life);
      this.#checkLater(retryPauseMs(attempt), attempt + 1);
    }
  }

  async #restart(direction: Direction): Promise<void> {
    const { life, centre } = this.#parts;
    // Without a way to ask, wait: the check when the connection is back goes on from here.
    if (this.#isClosed || !centre.isConnected()) return;
    const restarts = this.#restarts.get(direction) ?? 0;
    if (restarts >= MOST_RESTARTS) return this.#parts.onGone(life);
    this.#restarts.set(direction, restarts + 1);
    this.#later(direction, RESTART_TAKES_MS + retryPauseMs(restarts));
    try {
      await life.restart(direction);
    } catch (error) {
      if (this.#isClosed) return;
      if (isFinal(error)) this.#parts.onGone(life);
      // It was not tried: another way may help yet.
      if (error instanceof LineSilence) this.#restarts.set(direction, restarts);
    }
  }

  #later(direction: Direction, pauseMs: number): void {
    this.#cancel(direction);
    this.#timers.set(
      direction,
      setTimeout(() => {
        if (this.#states.get(direction) !== 'connected') void this.#restart(direction);
      }, pauseMs),
    );
  }

  #checkLater(pauseMs: number, attempt = 0): void {
    this.#cancel('CHECK');
    if (this.#isClosed) return;
    const timer = setTimeout(() => void this.#check(attempt), pauseMs);
    this.#timers.set('CHECK', timer);
  }

  #cancel(timer: Direction | 'CHECK'): void {
    clearTimeout(this.#timers.get(timer));
    this.#timers.delete(timer);
  }
}

/** A refusal that asking again would not change. Silence and a restarting centre pass. */
function isFinal(error: unknown): boolean {
  return (
    error instanceof LineRefusal && (error.code === 'LINE_NOT_FOUND' || !isPassing(error.code))
  );
}
