'use client';

import { useCallback, useEffect, useState, type RefObject } from 'react';

/** An iPhone lets only a video fill the screen, with its own controls. */
type PhoneVideo = HTMLVideoElement & { webkitEnterFullscreen?: () => void };

interface UseFullScreen {
  isFull: boolean;
  toggle: () => void;
}

/** The whole screen for a part of the page; for its video alone where the browser allows no more. */
export function useFullScreen(
  frame: RefObject<HTMLElement | null>,
  video: RefObject<HTMLVideoElement | null>,
): UseFullScreen {
  const [isFull, setIsFull] = useState(false);
  useEffect(() => {
    const onChange = () => setIsFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', onChange);
    return () => document.removeEventListener('fullscreenchange', onChange);
  }, []);
  const toggle = useCallback(() => {
    const { current } = frame;
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => {});
    else if (current && 'requestFullscreen' in current) {
      void current.requestFullscreen().catch(() => {});
    } else (video.current as PhoneVideo | null)?.webkitEnterFullscreen?.();
  }, [frame, video]);
  return { isFull, toggle };
}
