'use client';

import { useEffect, useState } from 'react';

/** The machine's clock, read once a second. Milliseconds since 1970; 0 while the server renders. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(0);
  useEffect(() => {
    const look = () => setNowMs(Date.now());
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
