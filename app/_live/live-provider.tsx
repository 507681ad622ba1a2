'use client';

import { useEffect, useState, type ReactNode } from 'react';
import type { ActAs } from './http-command.ts';
import { LiveConnection } from './live-connection.ts';
import { LiveContext } from './live-context.ts';

/** Gives the pages inside one connection to the centre, as the account or as the device. */
export function LiveProvider({ as, children }: { as: ActAs; children: ReactNode }) {
  // The server only renders: it has no line to itself.
  const [live] = useState(() => (typeof window === 'undefined' ? null : new LiveConnection(as)));
  useEffect(() => {
    live?.open();
    return () => live?.close();
  }, [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}
