/**
 * One run a key at a time: an earlier one that is slow must not be told after a later. Asked for
 * meanwhile, a run follows behind, once however often it was asked for.
 */
export class OneAtATime {
  readonly #run: (key: string) => Promise<void>;
  /** Keys that run, and whether another run is due. */
  readonly #running = new Map<string, { isDue: boolean }>();

  constructor(run: (key: string) => Promise<void>) {
    this.#run = run;
  }

  async ask(key: string): Promise<void> {
    const running = this.#running.get(key);
    if (running) {
      running.isDue = true;
      return;
    }
    const own = { isDue: true };
    this.#running.set(key, own);
    while (own.isDue) {
      own.isDue = false;
      await this.#run(key);
    }
    this.#running.delete(key);
  }
}
