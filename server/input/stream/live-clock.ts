/** How much earlier than it is due a picture should be here, at the least. */
const LEAST_LEAD_MS = 40;
const FIRST_LEAD_MS = 100;
/** So much is held back needlessly before it is given up. */
const MOST_LEAD_MS = 140;
/** Beyond these it is no drift: it is set right at once. */
const FAR_MS = 400;
const LOST_MS = 200;
const STEP_MS = 20;
const WINDOW_MS = 1_000;
/** What was read until the signal was known comes all at once: the newest of it is live. */
const SETTLING_MS = 1_000;

/**
 * When a live frame is shown: by the sender's clock, laid on this machine's. Of two clocks one always runs
 * faster: whenever all frames of a second were early or late, the whole is moved by one sound packet, so
 * that the delay does not grow and sound stays with the picture.
 */
export class LiveClock {
  /** This machine's clock at the sender's 0; null before the first picture. */
  #baseMs: number | null = null;
  #leastMs = Infinity;
  #sinceMs = 0;
  #isSettled = false;

  /** Whether it is known what is live. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** A picture came. */
  arrived(atMs: number, nowMs: number): void {
    if (this.#baseMs === null) {
      this.#baseMs = nowMs + FIRST_LEAD_MS - atMs;
      this.#look(nowMs);
      return;
    }
    if (!this.#isSettled) {
      this.#baseMs = Math.min(this.#baseMs, nowMs + FIRST_LEAD_MS - atMs);
      if (nowMs - this.#sinceMs < SETTLING_MS) return;
      this.#isSettled = true;
      this.#look(nowMs);
    }
    const leadMs = this.#baseMs + atMs - nowMs;
    if (leadMs < -LOST_MS) {
      this.#baseMs += FIRST_LEAD_MS - leadMs;
      this.#look(nowMs);
      return;
    }
    this.#leastMs = Math.min(this.#leastMs, leadMs);
    if (nowMs - this.#sinceMs >= WINDOW_MS) this.#settle(nowMs);
  }

  /** Null before the first picture. */
  dueMs(atMs: number): number | null {
    return this.#baseMs === null ? null : this.#baseMs + atMs;
  }

  #settle(nowMs: number): void {
    const leastMs = this.#leastMs;
    if (leastMs > FAR_MS) this.#move(FIRST_LEAD_MS - leastMs);
    else if (leastMs > MOST_LEAD_MS) this.#move(-STEP_MS);
    else if (leastMs < LEAST_LEAD_MS) this.#move(STEP_MS);
    this.#look(nowMs);
  }

  #move(byMs: number): void {
    this.#baseMs! += byMs;
  }

  #look(nowMs: number): void {
    this.#leastMs = Infinity;
    this.#sinceMs = nowMs;
  }
}
