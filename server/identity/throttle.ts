import { Refusal } from '../commands/refusal.ts';

/** How many failures of one key are free, and how the pause grows after them. */
export interface ThrottleRule {
  freeFailures: number;
  firstPauseMs: number;
  maxPauseMs: number;
}

interface Failures {
  count: number;
  lastMs: number;
}

const FORGET_AFTER_MS = 15 * 60_000;
const MAX_KEYS = 100_000;

/**
 * Counts failed attempts by key, in memory. After the free ones each further failure doubles the
 * pause; a quiet quarter of an hour forgets the key. An attempt counts from its beginning, so that
 * many at once are not all let through.
 */
export class Throttle {
  readonly #rule: ThrottleRule;
  readonly #failures = new Map<string, Failures>();

  constructor(rule: ThrottleRule) {
    this.#rule = rule;
  }

  /** @returns milliseconds until the key may try again; 0 when it may now */
  waitMs(key: string, nowMs: number): number {
    const failures = this.#live(key, nowMs);
    if (!failures) return 0;
    const paused = failures.count - this.#rule.freeFailures;
    if (paused < 0) return 0;
    const pauseMs = Math.min(this.#rule.firstPauseMs * 2 ** paused, this.#rule.maxPauseMs);
    return Math.max(0, failures.lastMs + pauseMs - nowMs);
  }

  /** Counts one attempt as failed, until it is forgiven. */
  count(key: string, nowMs: number): void {
    const count = (this.#live(key, nowMs)?.count ?? 0) + 1;
    // Deleted first, so that the map stays in order of the last failure.
    this.#failures.delete(key);
    this.#failures.set(key, { count, lastMs: nowMs });
    if (this.#failures.size > MAX_KEYS) this.#dropOldest();
  }

  /** The attempt went well: takes back its own failure only. */
  forgive(key: string): void {
    const failures = this.#failures.get(key);
    if (!failures) return;
    if (failures.count <= 1) this.#failures.delete(key);
    else failures.count -= 1;
  }

  clear(key: string): void {
    this.#failures.delete(key);
  }

  #live(key: string, nowMs: number): Failures | undefined {
    const failures = this.#failures.get(key);
    if (failures && nowMs - failures.lastMs > FORGET_AFTER_MS) {
      this.#failures.delete(key);
      return undefined;
    }
    return failures;
  }

  #dropOldest(): void {
    const [oldest] = this.#failures.keys();
    if (oldest !== undefined) this.#failures.delete(oldest);
  }
}

/** One throttle with the key that an attempt has in it. */
export interface Limit {
  throttle: Throttle;
  key: string;
  /** A success wipes the key's slate; without it only the attempt's own failure is taken back. */
  onSuccess: 'clear' | 'forgive';
}

/**
 * Runs one attempt under its limits; a Refusal of the attempt counts as its failure.
 * @throws Refusal TOO_MANY_ATTEMPTS with the seconds to wait, without running it
 */
export async function attempt<T>(
  limits: readonly Limit[],
  nowMs: number,
  run: () => Promise<T>,
): Promise<T> {
  const waitMs = Math.max(...limits.map((limit) => limit.throttle.waitMs(limit.key, nowMs)));
  if (waitMs > 0) throw new Refusal('TOO_MANY_ATTEMPTS', { seconds: Math.ceil(waitMs / 1000) });
  for (const { throttle, key } of limits) throttle.count(key, nowMs);
  try {
    const result = await run();
    for (const { throttle, key, onSuccess } of limits) throttle[onSuccess](key);
    return result;
  } catch (error) {
    // A broken database is not somebody's wrong guess.
    if (!(error instanceof Refusal)) for (const { throttle, key } of limits) throttle.forgive(key);
    throw error;
  }
}

/** The part of an address that one customer holds: an IPv6 line has a whole /64 of them. */
export function addressKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('%')[0]!.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
