import type { InputFacts, InputPort, InputWish } from './input-port.ts';

/** A input node without a process: it remembers what is wanted, and says what the test makes it say. */
export class MemoryInputPort implements InputPort {
  readonly #listeners = new Set<(facts: readonly InputFacts[] | null) => void>();
  readonly #waiting = new Set<() => void>();
  wishes: readonly InputWish[] = [];

  want(wishes: readonly InputWish[]): void {
    this.wishes = wishes;
    for (const look of [...this.#waiting]) look();
  }

  /** Resolves once what is wanted fits; at once when it does. */
  until(fits: (wishes: readonly InputWish[]) => boolean): Promise<readonly InputWish[]> {
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

  onFacts(listener: (facts: readonly InputFacts[] | null) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(facts: readonly InputFacts[] | null): void {
    for (const listener of [...this.#listeners]) listener(facts);
  }

  close(): void {
    this.#listeners.clear();
  }
}
