/** After a failure; further ones wait as long as the last. */
const PAUSES_MS = [5_000, 15_000, 60_000, 300_000];

/**
 * Keeps trying to have the page kept, until it is: the network may be gone right after the page came,
 * or the server be in the middle of an upgrade.
 */
export class OfflineKeeper {
  /** Resolves to whether the page is kept now; a rejection counts as no. */
  readonly #keep: () => Promise<boolean>;
  #state: 'closed' | 'idle' | 'trying' | 'asked-again' | 'kept' = 'closed';
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(keep: () => Promise<boolean>) {
    this.#keep = keep;
  }

  open(): void {
    this.#state = 'idle';
    this.nudge();
  }

  /** Something changed for the better (the network, the page in front): tries now, unless it is kept. */
  readonly nudge = (): void => {
    if (this.#state === 'trying') this.#state = 'asked-again';
    if (this.#state === 'idle') void this.#try();
  };

  /** What was kept may be gone, or be another's: tries also when the page was kept. */
  readonly renew = (): void => {
    if (this.#state === 'kept') this.#state = 'idle';
    this.nudge();
  };

  close(): void {
    this.#state = 'closed';
    clearTimeout(this.#timer);
  }

  async #try(): Promise<void> {
    clearTimeout(this.#timer);
    this.#state = 'trying';
    const isKept = await this.#keep().catch(() => false);
    // Changed while it tried, by `nudge` or `close`.
    const state = this.#state as 'trying' | 'asked-again' | 'closed';
    if (state === 'closed') return;
    this.#state = isKept ? 'kept' : 'idle';
    if (isKept) this.#failures = 0;
    else if (state === 'asked-again') void this.#try();
    else this.#planNext();
  }

  #planNext(): void {
    const pauseMs = PAUSES_MS[Math.min(this.#failures, PAUSES_MS.length - 1)];
    this.#failures += 1;
    this.#timer = setTimeout(this.nudge, pauseMs);
  }
}
