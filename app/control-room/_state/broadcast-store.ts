import type { BroadcastState } from '#contract/broadcast.ts';
import type { RoomLink } from './room-reducer.ts';

export interface BroadcastView {
  link: RoomLink;
  /** The last that was told; null before the first. */
  broadcast: BroadcastState | null;
}

/** How the broadcast stands, outside React. It is told whole, twice a second while a signal is made. */
export class BroadcastStore {
  readonly #listeners = new Set<() => void>();
  #view: BroadcastView = { link: { kind: 'LOADING' }, broadcast: null };

  /** Bound, so that React can hold it. */
  readonly getView = (): BroadcastView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  show(change: Partial<BroadcastView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}
