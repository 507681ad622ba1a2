'use client';

import { useEffect, type ReactNode } from 'react';

/** Always dark, with the windows and menus that open above it. */
export function DarkPage({ children }: { children: ReactNode }) {
  useEffect(() => {
    const { dataset } = document.documentElement;
    const before = dataset['theme'];
    dataset['theme'] = 'dark';
    return () => {
      if (before !== undefined) dataset['theme'] = before;
    };
  }, []);
  return (
    <div data-theme="dark" className="min-h-dvh bg-canvas text-ink">
      {children}
    </div>
  );
}
