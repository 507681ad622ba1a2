/** An answer slower than this says too little about the centre's clock. */
const MAX_ROUND_TRIP_MS = 3_000;

/**
 * The door's idea of the centre's time: this machine's clock, corrected by the distance measured at
 * each contact. Kept on the machine, so that an offline start is corrected too.
 */
export class DoorClock {
  #offsetMs: number;

  constructor(offsetMs: number | null) {
    this.#offsetMs = offsetMs ?? 0;
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** The two moments that every event carries. */
  stamp(): { happenedAt: string; deviceAt: string } {
    const deviceMs = Date.now();
    return {
      happenedAt: new Date(deviceMs + this.#offsetMs).toISOString(),
      deviceAt: new Date(deviceMs).toISOString(),
    };
  }

  nowMs(): number {
    return Date.now() + this.#offsetMs;
  }

  /**
   * Learns from one contact. @returns whether the distance changed noticeably
   */
  learn(contact: { askedAtMs: number; answeredAtMs: number; serverTime: string }): boolean {
    const roundTripMs = contact.answeredAtMs - contact.askedAtMs;
    if (roundTripMs < 0 || roundTripMs > MAX_ROUND_TRIP_MS) return false;
    const middleMs = contact.askedAtMs + roundTripMs / 2;
    const offsetMs = Math.round(Date.parse(contact.serverTime) - middleMs);
    const isNews = Math.abs(offsetMs - this.#offsetMs) > Math.max(50, roundTripMs);
    if (isNews) this.#offsetMs = offsetMs;
    return isNews;
  }
}
