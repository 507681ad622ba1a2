import type { BroadcastFacts, BroadcastPort, BroadcastWish } from './broadcast-port.ts';

/** A broadcast node without a process: it remembers what is wanted, and says what the test makes it say. */
export class MemoryBroadcastPort implements BroadcastPort {
  readonly #listeners = new Set<(facts: readonly BroadcastFacts[] | null) => void>();
  readonly #waiting = new Set<() => void>();
  wishes: readonly BroadcastWish[] = [];

  want(wishes: readonly BroadcastWish[]): void {
    this.wishes = wishes;
    for (const look of [...this.#waiting]) look();
  }

  /** Resolves once what is wanted fits; at once when it does. */
  until(fits: (wishes: readonly BroadcastWish[]) => boolean): Promise<readonly BroadcastWish[]> {
    return new Promise((resolve) => {
      const look = () => {
        if (!fits(this.wishes)) return;
        this.#waiting.delete(look);
        resolve(this.wishes);
      };
      this.#waiting.add(look);
      look();
    });
  }

  onFacts(listener: (facts: readonly BroadcastFacts[] | null) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(facts: readonly BroadcastFacts[] | null): void {
    for (const listener of [...this.#listeners]) listener(facts);
  }

  close(): void {
    this.#listeners.clear();
  }
}
