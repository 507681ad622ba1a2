import type { Slot } from '#domain/programme.ts';
import type { MediaDirection } from '../media-link/media-port.ts';

type ByHall = ReadonlyMap<string, ReadonlySet<Slot>>;

/** Every hall that is not on air lacks the centre's return picture, and nothing else. */
const OFF_AIR: ReadonlySet<Slot> = new Set<Slot>(['RETURN']);
const NOBODY: ReadonlySet<Slot> = new Set();

/**
 * What each hall must not receive. A slot is withheld at once, and given back only when it no longer
 * carries the hall's own picture or sound: between a take and its cut the slot still shows the hall.
 * Until then the hall keeps the return picture as well.
 */
export class WithheldSlots {
  #asked: ByHall = new Map();
  #held: ByHall = new Map();

  /** `siteId` null: a control room, from which nothing is withheld. */
  of(siteId: string | null): ReadonlySet<Slot> {
    if (siteId === null) return NOBODY;
    return this.#held.get(siteId) ?? OFF_AIR;
  }

  /** What the director asks from now on. Only adds: `settle` gives back. */
  direct(withheld: MediaDirection['withheld']): void {
    this.#asked = new Map(withheld.map(({ siteId, slots }) => [siteId, new Set(slots)]));
    const held = new Map(this.#held);
    for (const [siteId, asked] of this.#asked) {
      held.set(siteId, new Set([...this.of(siteId), ...withoutReturn(asked)]));
    }
    this.#held = held;
  }

  /** Gives back what is asked for no more, once the slot carries nothing of the hall's any longer. */
  settle(carries: (slot: Slot, siteId: string) => boolean): void {
    const held = new Map<string, ReadonlySet<Slot>>();
    for (const siteId of new Set([...this.#held.keys(), ...this.#asked.keys()])) {
      const asked = this.#asked.get(siteId) ?? OFF_AIR;
      const waiting = [...withoutReturn(this.of(siteId))].filter(
        (slot) => !asked.has(slot) && carries(slot, siteId),
      );
      const keepsReturn = waiting.includes('MAIN');
      const now = new Set([...(keepsReturn ? withoutReturn(asked) : asked), ...waiting]);
      if (this.#asked.has(siteId) || waiting.length > 0) held.set(siteId, now);
    }
    this.#held = held;
  }
}

function withoutReturn(slots: ReadonlySet<Slot>): Set<Slot> {
  return new Set([...slots].filter((slot) => slot !== 'RETURN'));
}
