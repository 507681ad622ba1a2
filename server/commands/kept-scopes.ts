import type { RowScope } from '#domain/permissions.ts';

interface Kept {
  scope: RowScope;
  untilMs: number;
}

/**
 * Places in the permission table, each kept for a while so that what hundreds ask every few seconds
 * reads no row; then it is read anew. What was not asked for again is forgotten.
 */
export class KeptScopes {
  readonly #keptMs: number;
  readonly #nowMs: () => number;
  /** In the order of their ends: every place is kept for the same time. */
  readonly #kept = new Map<string, Kept>();

  /** @param parts.nowMs a monotonic clock */
  constructor(parts: { keptMs: number; nowMs?: () => number }) {
    this.#keptMs = parts.keptMs;
    this.#nowMs = parts.nowMs ?? (() => performance.now());
  }

  get size(): number {
    return this.#kept.size;
  }

  /** @throws what `read` throws; then nothing is kept */
  async of(key: string, read: () => Promise<RowScope>): Promise<RowScope> {
    const known = this.#kept.get(key);
    if (known && known.untilMs > this.#nowMs()) return known.scope;
    const scope = await read();
    this.#forgetOld();
    this.#kept.delete(key);
    this.#kept.set(key, { scope, untilMs: this.#nowMs() + this.#keptMs });
    return scope;
  }

  #forgetOld(): void {
    for (const [key, { untilMs }] of this.#kept) {
      if (untilMs > this.#nowMs()) return;
      this.#kept.delete(key);
    }
  }
}
