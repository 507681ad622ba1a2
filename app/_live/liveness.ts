/** What is looked after; `LiveConnection` makes it of its socket. */
export interface LivenessParts {
  isOpen(): boolean;
  /** Resolves when the connection answered (true), or is closed or says nothing for too long (false). */
  ping(): Promise<boolean>;
  /** Whether the centre answers by another way than this connection. */
  isReachable(): Promise<boolean>;
  connectAnew(): void;
}

/** A centre that is not far away answers sooner. */
const QUIET_MS = 1_000;
/** A thin line may still be sending a hall's still in front of the question. */
const GRACE_MS = 1_500;
/** Silence alone makes a connection new no more often. */
const ANEW_AGAIN_MS = 30_000;

/**
 * Finds out that a connection is dead before its heartbeat does, which takes half a minute: it leaves a
 * question open while another one, asked later over a new way, is answered. A centre that has too much
 * to do answers neither, and is not asked to greet everybody anew.
 */
export class Liveness {
  readonly #parts: LivenessParts;
  #isLooking = false;
  #anewMs = -Infinity;

  constructor(parts: LivenessParts) {
    this.#parts = parts;
  }

  /** The network changed, or the machine slept: the next try need not wait either. */
  networkChanged(): void {
    this.#anewMs = -Infinity;
    if (this.#parts.isOpen()) void this.doubt();
    else this.#parts.connectAnew();
  }

  /** Something was not answered in time. */
  async doubt(): Promise<void> {
    if (this.#isLooking || !this.#parts.isOpen()) return;
    this.#isLooking = true;
    if (await this.#isDead()) {
      this.#anewMs = performance.now();
      this.#parts.connectAnew();
    }
    this.#isLooking = false;
  }

  async #isDead(): Promise<boolean> {
    let isOver = false;
    const answer = this.#parts.ping().finally(() => (isOver = true));
    const wait = (ms: number) => Promise.race([answer, pause(ms)]);
    await wait(QUIET_MS);
    while (!isOver) {
      const isReached = await this.#parts.isReachable();
      await wait(GRACE_MS);
      const mayConnect = performance.now() - this.#anewMs >= ANEW_AGAIN_MS;
      if (isReached && mayConnect && !isOver) return true;
    }
    return false;
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
