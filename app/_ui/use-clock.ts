'use client';

import { useEffect, useState } from 'react';

/** The time now, moving every `everyMs` while `isRunning`; null until the page lives in a browser. */
export function useClock(everyMs: number, isRunning = true): number | null {
  const [nowMs, setNowMs] = useState<number | null>(null);
  useEffect(() => {
    if (!isRunning) return;
    const tick = () => setNowMs(Date.now());
    const first = setTimeout(tick, 0);
    const timer = setInterval(tick, everyMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [everyMs, isRunning]);
  return nowMs;
}
