'use client';

import { useState } from 'react';

interface Steady<Item> {
  items: Item[];
  /** Call when the pointer or the focus enters and leaves the list. */
  hold: () => void;
  release: () => void;
}

interface SteadyOptions<Item> {
  items: Item[];
  idOf: (item: Item) => string;
  /** A new key (another sort) is the reader's own wish: it takes effect at once. */
  orderKey: string;
}

/** Keeps the order of a live list while somebody points at it; new items come last until then. */
export function useSteadyOrder<Item>({ items, idOf, orderKey }: SteadyOptions<Item>): Steady<Item> {
  const [held, setHeld] = useState<{ key: string; rank: ReadonlyMap<string, number> } | null>(null);
  const rank = held?.key === orderKey ? held.rank : null;
  const at = (item: Item) => rank?.get(idOf(item)) ?? Number.MAX_SAFE_INTEGER;
  return {
    items: rank ? items.toSorted((left, right) => at(left) - at(right)) : items,
    hold: () =>
      setHeld({ key: orderKey, rank: new Map(items.map((item, index) => [idOf(item), index])) }),
    release: () => setHeld(null),
  };
}
