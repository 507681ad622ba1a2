'use client';

import { useCallback, useSyncExternalStore } from 'react';

const KEY = 'diem-cau:single-sign-keys';
const listeners = new Set<() => void>();

/** Whether keys of a single letter act in this browser; people who speak to their machine want them off. */
export function useSingleSigns(): [isOn: boolean, setOn: (isOn: boolean) => void] {
  const isOn = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => window.localStorage.getItem(KEY) !== 'off',
    () => true,
  );
  const setOn = useCallback((next: boolean) => {
    if (next) window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, 'off');
    for (const listener of listeners) listener();
  }, []);
  return [isOn, setOn];
}
