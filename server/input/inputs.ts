import type { InputFacts, InputWish } from '../input-link/input-port.ts';
import type { Input } from './input.ts';

/** Every input that is wanted. Closing closes all. */
export class Inputs {
  readonly #open: (wish: InputWish) => Input;
  readonly #inputs = new Map<string, { input: Input; address: string }>();

  constructor(open: (wish: InputWish) => Input) {
    this.#open = open;
  }

  get facts(): InputFacts[] {
    return [...this.#inputs.values()].map(({ input }) => input.facts);
  }

  /** Replaces what was wanted before: ends, begins and changes what differs. */
  want(wishes: readonly InputWish[]): void {
    const wanted = new Map(wishes.map((wish) => [wish.sourceId, wish]));
    for (const [sourceId, { input, address }] of this.#inputs) {
      const wish = wanted.get(sourceId);
      if (wish && addressOf(wish) === address) continue;
      this.#inputs.delete(sourceId);
      input.close();
    }
    for (const wish of wanted.values()) {
      const known = this.#inputs.get(wish.sourceId);
      if (known) known.input.want(wish);
      else {
        const made = { input: this.#open(wish), address: addressOf(wish) };
        this.#inputs.set(wish.sourceId, made);
      }
    }
  }

  close(): void {
    for (const { input } of this.#inputs.values()) input.close();
    this.#inputs.clear();
  }
}

/** What makes it another input: everything but where a film stands. */
function addressOf(wish: InputWish): string {
  return JSON.stringify({ ...wish, atMs: 0, sinceMs: null });
}
