import type { NodePort } from './node-port.ts';

/** A node without a process: it remembers what is wanted, and says what the test makes it say. */
export class MemoryNodePort<Wish, Facts> implements NodePort<Wish, Facts> {
  readonly #listeners = new Set<(facts: readonly Facts[] | null) => void>();
  readonly #waiting = new Set<() => void>();
  wishes: readonly Wish[] = [];

  want(wishes: readonly Wish[]): void {
    this.wishes = wishes;
    for (const look of [...this.#waiting]) look();
  }

  /** Resolves once what is wanted fits; at once when it does. */
  until(fits: (wishes: readonly Wish[]) => boolean): Promise<readonly Wish[]> {
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

  onFacts(listener: (facts: readonly Facts[] | null) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(facts: readonly Facts[] | null): void {
    for (const listener of [...this.#listeners]) listener(facts);
  }

  close(): void {
    this.#listeners.clear();
  }
}
