import type { Db } from '#db/client.ts';
import { findWatched } from '#db/queries/broadcast.ts';
import type { WatchedSession } from '#db/queries/broadcast.ts';

/** A change that another process made takes effect after this long. */
const KEPT_MS = 1_000;
/** Nobody fills the memory by guessing. */
const MOST_KEPT = 1_000;

interface Kept {
  untilMs: number;
  session: Promise<WatchedSession | null>;
}

/**
 * Which session a watch key opens, as the database says, read once a second however many watch. A
 * change by this process takes effect at once.
 */
export class WatchedSessions {
  readonly #kept = new Map<string, Kept>();
  readonly #nowMs: () => number;

  /** @param nowMs a monotonic clock */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** Null where the key opens nothing. */
  of(db: Db, watchKey: string): Promise<WatchedSession | null> {
    const known = this.#kept.get(watchKey);
    if (known && known.untilMs > this.#nowMs()) return known.session;
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    const session = findWatched(db, watchKey);
    this.#kept.set(watchKey, { session, untilMs: this.#nowMs() + KEPT_MS });
    // What could not be read is read again by the next who asks.
    session.catch(() => this.#kept.delete(watchKey));
    return session;
  }

  /** Call after the commit of a change of who may watch. */
  forgetAll(): void {
    this.#kept.clear();
  }
}
