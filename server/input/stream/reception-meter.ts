const WINDOW_MS = 2_000;
/** Shown in such steps, so that it does not change all the time. */
const STEP_KBPS = 50;
const QUIET_MS = 2_000;

/** How much comes from a sender, and for how long nothing did. */
export class ReceptionMeter {
  #bytes = 0;
  #sinceMs = 0;
  #heardMs = 0;
  #kbps = 0;

  begin(nowMs: number): void {
    this.#bytes = 0;
    this.#kbps = 0;
    this.#sinceMs = nowMs;
    this.#heardMs = nowMs;
  }

  count(bytes: number, nowMs: number): void {
    this.#bytes += bytes;
    this.#heardMs = nowMs;
    const passedMs = nowMs - this.#sinceMs;
    if (passedMs < WINDOW_MS) return;
    this.#kbps = Math.round((this.#bytes * 8) / passedMs / STEP_KBPS) * STEP_KBPS;
    this.#sinceMs = nowMs;
    this.#bytes = 0;
  }

  /** `quietSeconds`: 0 while something comes. */
  read(nowMs: number): { kbps: number; quietSeconds: number } {
    const quietMs = nowMs - this.#heardMs;
    if (quietMs < QUIET_MS) return { kbps: this.#kbps, quietSeconds: 0 };
    return { kbps: 0, quietSeconds: Math.floor(quietMs / 1_000) };
  }
}
