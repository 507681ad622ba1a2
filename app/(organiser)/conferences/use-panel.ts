'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/**
 * Which row's panel is open, kept in the address (`?site=<id>`): a reload shows it again, and the way
 * back closes it.
 */
export function usePanel(name: string): {
  openId: string | null;
  open: (id: string) => void;
  close: () => void;
} {
  const openId = useSearchParams().get(name);
  const set = useCallback(
    (id: string | null) => {
      const next = new URLSearchParams(window.location.search);
      if (id === null) next.delete(name);
      else next.set(name, id);
      const query = next.toString();
      const address = query ? `?${query}` : window.location.pathname;
      if (id === null) window.history.replaceState(null, '', address);
      else window.history.pushState(null, '', address);
    },
    [name],
  );
  const open = useCallback((id: string) => set(id), [set]);
  const close = useCallback(() => set(null), [set]);
  return { openId, open, close };
}
