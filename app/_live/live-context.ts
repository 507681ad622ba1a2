'use client';

import { createContext, use, useSyncExternalStore } from 'react';
import type { ConnectionState } from './connection-state.ts';
import type { LiveConnection } from './live-connection.ts';

export const LiveContext = createContext<LiveConnection | null>(null);

/** The page's connection, or null where the page has none (its commands go by HTTP). */
export function useLive(): LiveConnection | null {
  return use(LiveContext);
}

const CONNECTING: ConnectionState = { kind: 'connecting' };
const nothing = () => () => {};

/** The state of the page's connection, as it changes. */
export function useConnectionState(): ConnectionState {
  const live = useLive();
  return useSyncExternalStore(
    live ? (onChange) => live.watch(onChange) : nothing,
    () => live?.state ?? CONNECTING,
    () => CONNECTING,
  );
}
