import type { SoundSlot } from '#domain/programme.ts';

/** dBov: −127 is silence, 0 is full. */
export const SILENCE_DBOV = -127;

/** Loudness of the programme's sound, four times a second: straight to the meters, past React. */
export class LevelStore {
  readonly #levels = new Map<SoundSlot, number>();
  readonly #listeners = new Set<() => void>();

  level(slot: SoundSlot): number {
    return this.#levels.get(slot) ?? SILENCE_DBOV;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  tell(levels: readonly { slot: SoundSlot; dbov: number }[]): void {
    for (const { slot, dbov } of levels) this.#levels.set(slot, dbov);
    for (const listener of this.#listeners) listener();
  }
}

const FLOOR_DBOV = -60;

/** How far a meter's bar goes, 0..1; below −60 dBov it is empty. */
export function meterShare(dbov: number): number {
  return Math.min(1, Math.max(0, (dbov - FLOOR_DBOV) / -FLOOR_DBOV));
}
