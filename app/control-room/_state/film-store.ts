import type { InputState } from '#contract/input.ts';
import type { RoomLink } from './room-reducer.ts';

export interface FilmView {
  link: RoomLink;
  films: readonly InputState[];
  /** What other machines send. */
  streams: readonly InputState[];
  /** How far the server's clock is ahead of this machine's. */
  serverAheadMs: number;
}

/** The session's films and incoming signals, outside React. */
export class FilmStore {
  readonly #listeners = new Set<() => void>();
  #view: FilmView = { link: { kind: 'LOADING' }, films: [], streams: [], serverAheadMs: 0 };

  /** Bound, so that React can hold it. */
  readonly getView = (): FilmView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  show(change: Partial<FilmView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}
