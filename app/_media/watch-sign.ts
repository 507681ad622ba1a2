'use client';

import { useEffect, useState } from 'react';

/** Pages of one browser tell each other that a watch page is heard here. */
const CHANNEL = 'diem-cau-watch';
const SAY_EVERY_MS = 2_000;
/** A watch page that was closed says nothing more. */
const HEARD_MS = 6_000;

/** While a watch page plays sound: says so to the hall's other pages on this machine. */
export function useWatchSign(isHeard: boolean): void {
  useEffect(() => {
    if (!isHeard) return;
    const channel = new BroadcastChannel(CHANNEL);
    const say = () => channel.postMessage('HEARD');
    say();
    const timer = setInterval(say, SAY_EVERY_MS);
    return () => {
      clearInterval(timer);
      channel.postMessage('SILENT');
      channel.close();
    };
  }, [isHeard]);
}

/** Whether a watch page plays sound in another page on this machine. */
export function useIsWatchHeard(): boolean {
  const [isHeard, setIsHeard] = useState(false);
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    let timer: ReturnType<typeof setTimeout> | undefined;
    channel.onmessage = ({ data }) => {
      clearTimeout(timer);
      setIsHeard(data === 'HEARD');
      timer = setTimeout(() => setIsHeard(false), HEARD_MS);
    };
    return () => {
      clearTimeout(timer);
      channel.close();
    };
  }, []);
  return isHeard;
}
