import type { WatchStep } from '#domain/watch.ts';

const OVER_SECONDS = 10;
/** A player asks for its list about once a segment. */
const FETCHES_EVERY_SECONDS = 2;

/**
 * How many watch, reckoned from how often lists are fetched and from nothing else: no address, no
 * cookie, nobody in particular. Copies that a CDN hands out are not seen here.
 */
export class WatchFigures {
  readonly #nowMs: () => number;
  /** Fetches of a step, second by second; index: second modulo the length. */
  readonly #fetches = new Map<WatchStep, { second: number; count: number }[]>();

  /** @param nowMs a monotonic clock */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** A list of that step was handed out. */
  fetched(step: WatchStep): void {
    const second = this.#second;
    const seconds = this.#fetches.get(step) ?? [];
    this.#fetches.set(step, seconds);
    const at = second % OVER_SECONDS;
    const known = seconds[at];
    seconds[at] = { second, count: known?.second === second ? known.count + 1 : 1 };
  }

  /** Over the last ten seconds. */
  viewers(step: WatchStep): number {
    const after = this.#second - OVER_SECONDS;
    const recent = (this.#fetches.get(step) ?? []).filter((one) => one.second > after);
    const fetches = recent.reduce((sum, { count }) => sum + count, 0);
    return Math.round((fetches * FETCHES_EVERY_SECONDS) / OVER_SECONDS);
  }

  get #second(): number {
    return Math.floor(this.#nowMs() / 1_000);
  }
}
