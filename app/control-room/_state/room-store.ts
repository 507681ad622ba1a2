import {
  createRoomReducer,
  emptyRoom,
  type HallPlace,
  type RoomAction,
  type RoomState,
} from './room-reducer.ts';
import type { HallQuery } from './hall-filter.ts';

/** The one state of a control room, outside React: who shows a part of it listens for that part. */
export class RoomStore {
  readonly #reduce: (state: RoomState, action: RoomAction) => RoomState;
  readonly #listeners = new Set<() => void>();
  #state: RoomState;

  constructor(places: readonly HallPlace[], query?: HallQuery) {
    this.#reduce = createRoomReducer(places);
    this.#state = emptyRoom(query);
  }

  /** Bound, so that React can hold it. */
  readonly getState = (): RoomState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  dispatch(action: RoomAction): void {
    const next = this.#reduce(this.#state, action);
    if (next === this.#state) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}
