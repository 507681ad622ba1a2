/** An answer slower than this says too little about the centre's clock. */
const MAX_ROUND_TRIP_MS = 3_000;
/** More than this between the two clocks of a machine is no slow correction: one of them jumped. */
const JUMP_MS = 1_000;

/** This machine's two clocks: the one on its wall, which people and networks set, and the steady one. */
export interface Clocks {
  wallMs(): number;
  /** Never set, but in some browsers it stands still while the machine sleeps. */
  steadyMs(): number;
}

/** Both at one moment. */
export interface Reading {
  wallMs: number;
  steadyMs: number;
}

const OWN_CLOCKS: Clocks = { wallMs: () => Date.now(), steadyMs: () => performance.now() };

/**
 * The door's idea of the centre's time: this machine's clock, corrected by the distance measured at
 * each contact. Kept on the machine, so that an offline start is corrected too.
 *
 * The two clocks are compared at every reading. A wall clock that fell behind the steady one was set
 * back: the distance grows by as much. One that ran ahead was set forward, or the machine slept; a
 * sleep is by far likelier and needs no correction, so it stays until the centre is asked.
 */
export class DoorClock {
  readonly #clocks: Clocks;
  readonly #onOffset: (offsetMs: number) => void;
  #offsetMs: number;
  #last: Reading;
  #hasJumped = false;

  /**
   * @param offsetMs the distance as last kept
   * @param parts.onOffset called with each new distance, to keep it
   */
  constructor(
    offsetMs: number | null,
    parts: { clocks?: Clocks; onOffset?: (offsetMs: number) => void } = {},
  ) {
    this.#offsetMs = offsetMs ?? 0;
    this.#clocks = parts.clocks ?? OWN_CLOCKS;
    this.#onOffset = parts.onOffset ?? (() => {});
    this.#last = this.#readBoth();
  }

  /** Reads both clocks, as the beginning of a contact. */
  read(): Reading {
    const now = this.#readBoth();
    const aheadMs = now.wallMs - this.#last.wallMs - (now.steadyMs - this.#last.steadyMs);
    if (Math.abs(aheadMs) >= JUMP_MS) this.#hasJumped = true;
    if (aheadMs <= -JUMP_MS) this.#correct(this.#offsetMs - Math.round(aheadMs));
    this.#last = now;
    return now;
  }

  /** The two moments that every event carries. */
  stamp(): { happenedAt: string; deviceAt: string } {
    const { wallMs } = this.read();
    return {
      happenedAt: new Date(wallMs + this.#offsetMs).toISOString(),
      deviceAt: new Date(wallMs).toISOString(),
    };
  }

  nowMs(): number {
    return this.read().wallMs + this.#offsetMs;
  }

  /** Whether a clock jumped since the centre's time was last learnt: then it is worth asking now. */
  hasJumped(): boolean {
    this.read();
    return this.#hasJumped;
  }

  /**
   * Learns from one contact that ends now. @returns whether the distance changed noticeably
   */
  learn({ asked, serverTime }: { asked: Reading; serverTime: string }): boolean {
    const now = this.read();
    const roundTripMs = now.steadyMs - asked.steadyMs;
    const aheadMs = now.wallMs - asked.wallMs - roundTripMs;
    // Slow, or a clock jumped on the way: the moment between asking and answer says nothing.
    if (roundTripMs > MAX_ROUND_TRIP_MS || Math.abs(aheadMs) >= JUMP_MS) return false;
    this.#hasJumped = false;
    const offsetMs = Math.round(Date.parse(serverTime) - (now.wallMs - roundTripMs / 2));
    const isNews = Math.abs(offsetMs - this.#offsetMs) > Math.max(50, roundTripMs);
    if (isNews) this.#correct(offsetMs);
    return isNews;
  }

  #correct(offsetMs: number): void {
    this.#offsetMs = offsetMs;
    this.#onOffset(offsetMs);
  }

  #readBoth(): Reading {
    return { wallMs: this.#clocks.wallMs(), steadyMs: this.#clocks.steadyMs() };
  }
}
