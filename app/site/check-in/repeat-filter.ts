/** A badge held before the camera is seen in every frame; it is one presentation. */
const GONE_AFTER_MS = 1_500;

/** Lets a code through once for each time it is held up. */
export class RepeatFilter {
  #text: string | null = null;
  #lastSeenMs = 0;

  /** @returns whether the code was just held up */
  isNew(text: string, nowMs: number): boolean {
    const isHeld = text === this.#text && nowMs - this.#lastSeenMs < GONE_AFTER_MS;
    this.#text = text;
    this.#lastSeenMs = nowMs;
    return !isHeld;
  }
}
