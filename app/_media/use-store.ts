'use client';

import { useSyncExternalStore } from 'react';
import type { Store } from './store.ts';

const nothing = () => () => {};

/** The value of a store as it changes; `before` while there is none yet. */
export function useStore<T>(store: Store<T> | null, before: T): T {
  return useSyncExternalStore(store?.watch ?? nothing, store?.read ?? (() => before), () => before);
}
