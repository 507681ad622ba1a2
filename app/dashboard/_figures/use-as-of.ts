'use client';

import { useClock } from '../../_ui/use-clock.ts';

const EVERY_MS = 5_000;

/**
 * The moment that shown figures are true for: now while the line is up, the last moment of the line
 * while it is down.
 */
export function useAsOf(isStale: boolean): number | null {
  return useClock(EVERY_MS, !isStale);
}
