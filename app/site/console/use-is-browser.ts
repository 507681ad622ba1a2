'use client';

import { useSyncExternalStore } from 'react';

const nothing = () => () => {};

/** False while the server renders and for the first look in the browser, which must be the same. */
export function useIsBrowser(): boolean {
  return useSyncExternalStore(
    nothing,
    () => true,
    () => false,
  );
}
