const KEEP_MS = 5_000;
const MAX_ENTRIES = 20_000;

interface Entry<T> {
  value: T;
  untilMs: number;
}

/** Remembers for a few seconds whom a cookie stands for; "nobody" is never remembered. */
export class ActorCache<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #now: () => Date;
  /** Rises with each `forget`, so that a read begun before it is not remembered after it. */
  #generation = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  async get(key: string, read: () => Promise<T | null>): Promise<T | null> {
    const entry = this.#entries.get(key);
    const nowMs = this.#now().getTime();
    if (entry && entry.untilMs > nowMs) return entry.value;
    this.#entries.delete(key);
    const generation = this.#generation;
    const value = await read();
    if (value !== null && generation === this.#generation) this.#keep(key, value);
    return value;
  }

  forget(isMeant: (value: T) => boolean): void {
    this.#generation += 1;
    for (const [key, { value }] of this.#entries) if (isMeant(value)) this.#entries.delete(key);
  }

  #keep(key: string, value: T): void {
    if (this.#entries.size >= MAX_ENTRIES) this.#entries.clear();
    this.#entries.set(key, { value, untilMs: this.#now().getTime() + KEEP_MS });
  }
}
