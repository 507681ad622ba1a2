import type { types } from 'mediasoup';
import type { Slot } from '#domain/programme.ts';

/**
 * One received track. It flows when the browser has asked for it and nothing withholds it: two
 * switches that don't know each other, so that no request of a hall can undo the director's.
 */
export class Reception {
  /** null: a source by itself. */
  readonly slot: Slot | null;
  readonly consumer: types.Consumer;
  #isAsked = false;
  #isWithheld: boolean;

  constructor(parts: { consumer: types.Consumer; slot: Slot | null; isWithheld: boolean }) {
    this.consumer = parts.consumer;
    this.slot = parts.slot;
    this.#isWithheld = parts.isWithheld;
  }

  async ask(): Promise<void> {
    this.#isAsked = true;
    await this.#apply();
  }

  /** Resolves when the worker has carried it out: not one packet comes later. */
  hold(): Promise<void> {
    return this.#setWithheld(true);
  }

  release(): Promise<void> {
    return this.#setWithheld(false);
  }

  close(): void {
    this.consumer.close();
  }

  async #setWithheld(isWithheld: boolean): Promise<void> {
    if (isWithheld === this.#isWithheld) return;
    this.#isWithheld = isWithheld;
    await this.#apply();
  }

  /** The worker takes requests in the order they were made, so the last one stands. */
  async #apply(): Promise<void> {
    if (this.consumer.closed) return;
    try {
      if (this.#isAsked && !this.#isWithheld) await this.consumer.resume();
      else await this.consumer.pause();
    } catch (error) {
      // A track that closed meanwhile carries nothing: both wishes are fulfilled.
      if (!this.consumer.closed) throw error;
    }
  }
}
