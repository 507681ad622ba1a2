/** Adds up the time in which something did not run although it was wanted. */
export class GapClock {
  readonly #nowMs: () => number;
  #gapMs = 0;
  #sinceMs: number | null = null;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  get gapMs(): number {
    return this.#gapMs + (this.#sinceMs === null ? 0 : this.#nowMs() - this.#sinceMs);
  }

  stopped(): void {
    this.#sinceMs ??= this.#nowMs();
  }

  runs(): void {
    this.#gapMs = this.gapMs;
    this.#sinceMs = null;
  }
}
