import { timestampDistance } from '../../rtp/rtp-packet.ts';

/** How far back the earliest arrival counts; two windows are kept, so that one is always full. */
const WINDOW_MS = 5_000;
/** A camera's clock is off by some tens of ppm; 1 ms a second also follows a bad one of 1,000 ppm. */
const SLEW_PER_MS = 0.001;
/** At first the earliest arrival is still being found: the mapping may move faster. */
const EARLY_SLEW_PER_MS = 0.02;
const EARLY_MS = 5_000;
/** No jam lasts as long as this: the sender began to count anew. */
const RESTART_MS = 5_000;

/**
 * Maps one stream's timestamps onto the bus's clock. The distance is the smallest delay seen of late
 * (the packets that waited nowhere), approached slowly: so a sender's clock that runs fast or slow is
 * followed over hours, and a jam in the network moves nothing.
 */
export class StreamClock {
  readonly #rate: number;
  #last: { timestamp: number; units: number; arrivalMs: number } | null = null;
  #offsetMs = 0;
  #beganMs = 0;
  #windowEndsMs = 0;
  #earliestNow = Infinity;
  #earliestBefore = Infinity;

  /** @param rate timestamp units a second */
  constructor(rate: number) {
    this.#rate = rate;
  }

  /** Notes that a packet with this timestamp arrived; out of order is harmless. */
  observe(timestamp: number, arrivalMs: number): void {
    const units = this.#unitsOf(timestamp);
    const delayMs = arrivalMs - this.#mediaMs(units);
    if (!this.#last || Math.abs(delayMs - this.#offsetMs) > RESTART_MS) {
      return this.#restart(timestamp, arrivalMs);
    }
    if (arrivalMs >= this.#windowEndsMs) {
      this.#earliestBefore = this.#earliestNow;
      this.#earliestNow = delayMs;
      this.#windowEndsMs = arrivalMs + WINDOW_MS;
    } else {
      this.#earliestNow = Math.min(this.#earliestNow, delayMs);
    }
    this.#approach(Math.min(this.#earliestBefore, this.#earliestNow), arrivalMs);
    if (units > this.#last.units) this.#last = { timestamp, units, arrivalMs };
    else this.#last.arrivalMs = arrivalMs;
  }

  /** The moment of the bus's clock at which a frame of that timestamp belongs. Needs one observation. */
  momentOf(timestamp: number): number {
    return this.#mediaMs(this.#unitsOf(timestamp)) + this.#offsetMs;
  }

  /**
   * Takes over the distance of late at once. Called when the stream is cut to: its timestamps begin
   * anew there, so nothing is seen of the step.
   */
  settle(): void {
    const earliest = Math.min(this.#earliestBefore, this.#earliestNow);
    if (earliest !== Infinity) this.#offsetMs = earliest;
  }

  #approach(earliestMs: number, arrivalMs: number): void {
    const elapsedMs = arrivalMs - this.#last!.arrivalMs;
    const slew = arrivalMs - this.#beganMs < EARLY_MS ? EARLY_SLEW_PER_MS : SLEW_PER_MS;
    const largest = Math.max(0, elapsedMs) * slew;
    const wanted = earliestMs - this.#offsetMs;
    this.#offsetMs += Math.max(-largest, Math.min(largest, wanted));
  }

  #restart(timestamp: number, arrivalMs: number): void {
    this.#last = { timestamp, units: 0, arrivalMs };
    this.#offsetMs = arrivalMs;
    this.#beganMs = arrivalMs;
    this.#windowEndsMs = arrivalMs + WINDOW_MS;
    this.#earliestNow = arrivalMs;
    this.#earliestBefore = Infinity;
  }

  #unitsOf(timestamp: number): number {
    if (!this.#last) return 0;
    return this.#last.units + timestampDistance(this.#last.timestamp, timestamp);
  }

  #mediaMs(units: number): number {
    return (units * 1_000) / this.#rate;
  }
}
