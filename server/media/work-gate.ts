import { MediaRefusal } from '../media-link/media-port.ts';

/** Shorter than the front door waits: what nobody waits for any more is not begun. */
const LONGEST_WAIT_MS = 4_000;

/**
 * Lets a few works run at a time, in the order they came, so that hundreds of halls that come back
 * together don't hold up the packets that pass this process. One that would begin too late is refused;
 * whoever asked tries again.
 */
export class WorkGate {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor({ most }: { most: number }) {
    this.#most = most;
  }

  /** @throws MediaRefusal MEDIA_UNAVAILABLE when its turn came too late */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const askedAtMs = performance.now();
    if (this.#running >= this.#most) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      if (performance.now() - askedAtMs > LONGEST_WAIT_MS) {
        throw new MediaRefusal('MEDIA_UNAVAILABLE');
      }
      return await work();
    } finally {
      // The place goes on to the next, in a turn of its own: packets come between.
      const next = this.#waiting.shift();
      if (next) setImmediate(next);
      else this.#running -= 1;
    }
  }
}
