'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/** One choice of the page kept in its address, so that a reload and a shared link show the same. */
export function useAddress(name: string): [string | null, (value: string | null) => void] {
  const value = useSearchParams().get(name);
  const set = useCallback(
    (next: string | null) => {
      const params = new URLSearchParams(window.location.search);
      if (next) params.set(name, next);
      else params.delete(name);
      const query = params.toString();
      window.history.replaceState(null, '', query ? `?${query}` : window.location.pathname);
    },
    [name],
  );
  return [value, set];
}
