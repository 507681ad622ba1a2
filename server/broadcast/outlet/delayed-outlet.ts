import { GapClock } from './gap-clock.ts';
import type { Outlet, OutletStanding } from './outlet.ts';

const RELEASE_EVERY_MS = 20;
/** A minute of twice the signal's rate; whatever is more is dropped, the newest first. */
const MOST_HELD_BYTES = 48 * 1024 * 1024;

interface DelayParts {
  delayMs: number;
  /** Called when the first piece is due: until then nobody need be called. */
  open: () => Outlet;
  nowMs?: () => number;
  mostHeldBytes?: number;
}

interface Held {
  dueMs: number;
  /** Null: the signal ended here. */
  bytes: Buffer | null;
}

/**
 * An outlet that gets the signal some seconds late, whatever happens before it. What is held when it is
 * closed does not go out any more.
 */
export class DelayedOutlet implements Outlet {
  readonly #parts: DelayParts;
  readonly #nowMs: () => number;
  readonly #gap: GapClock;
  readonly #timer: NodeJS.Timeout;
  #held: Held[] = [];
  #heldBytes = 0;
  #droppedBytes = 0;
  #outlet: Outlet | null = null;

  constructor(parts: DelayParts) {
    this.#parts = parts;
    this.#nowMs = parts.nowMs ?? (() => performance.now());
    this.#gap = new GapClock(this.#nowMs);
    this.#gap.stopped();
    this.#timer = setInterval(() => this.#release(), RELEASE_EVERY_MS);
  }

  get standing(): OutletStanding {
    const standing = this.#outlet?.standing ?? NOT_YET;
    const oldest = this.#held[0];
    const heldMs = oldest ? this.#parts.delayMs - Math.max(0, oldest.dueMs - this.#nowMs()) : 0;
    return {
      ...standing,
      droppedBytes: standing.droppedBytes + this.#droppedBytes,
      gapMs: standing.gapMs + this.#gap.gapMs,
      heldMs,
    };
  }

  write(bytes: Buffer): void {
    if (this.#heldBytes + bytes.length > (this.#parts.mostHeldBytes ?? MOST_HELD_BYTES)) {
      this.#droppedBytes += bytes.length;
      return;
    }
    this.#heldBytes += bytes.length;
    this.#held.push({ bytes, dueMs: this.#nowMs() + this.#parts.delayMs });
  }

  signalEnded(): void {
    this.#held.push({ bytes: null, dueMs: this.#nowMs() + this.#parts.delayMs });
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#held = [];
    await this.#outlet?.close();
  }

  #release(): void {
    const now = this.#nowMs();
    const later = this.#held.findIndex(({ dueMs }) => dueMs > now);
    for (const { bytes } of this.#held.splice(0, later < 0 ? this.#held.length : later)) {
      if (bytes === null) this.#outlet?.signalEnded?.();
      else this.#give(bytes);
    }
  }

  #give(bytes: Buffer): void {
    this.#heldBytes -= bytes.length;
    if (!this.#outlet) {
      this.#outlet = this.#parts.open();
      this.#gap.runs();
    }
    this.#outlet.write(bytes);
  }
}

const NOT_YET: OutletStanding = {
  ...{ state: 'STARTING', trouble: null },
  ...{ sentBytes: 0, droppedBytes: 0, restarts: 0, gapMs: 0 },
};
