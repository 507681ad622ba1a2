'use client';

import { useEffect, useState } from 'react';

const IDLE_AFTER_MS = 3_000;
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;

/** Whether nobody has touched anything for a while; never while `isOn` is false. */
export function useIdle(isOn: boolean): boolean {
  const [isIdle, setIsIdle] = useState(false);
  useEffect(() => {
    if (!isOn) return;
    let timer: ReturnType<typeof setTimeout>;
    const onSign = () => {
      clearTimeout(timer);
      setIsIdle(false);
      timer = setTimeout(() => setIsIdle(true), IDLE_AFTER_MS);
    };
    timer = setTimeout(() => setIsIdle(true), IDLE_AFTER_MS);
    for (const sign of SIGNS) document.addEventListener(sign, onSign);
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS) document.removeEventListener(sign, onSign);
    };
  }, [isOn]);
  return isIdle && isOn;
}
