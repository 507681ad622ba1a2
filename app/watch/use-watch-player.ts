'use client';

import { useEffect, useRef, useState, type RefObject } from 'react';
import { useStore } from '../_media/use-store.ts';
import { FIRST_MODEL, type WatchModel } from './watch-model.ts';
import { WatchPlayer } from './watch-player.ts';

interface UseWatchPlayer {
  videoRef: RefObject<HTMLVideoElement | null>;
  model: WatchModel;
  setSound: (isOn: boolean) => void;
  goOn: () => void;
}

interface WatchPlayerOptions {
  address: string;
  onOpened: () => void;
  /** Whatever the viewer chose: nothing of it may be heard now. */
  isSilenced: boolean;
}

/** A player for as long as the page is there. */
export function useWatchPlayer({
  address,
  onOpened,
  isSilenced,
}: WatchPlayerOptions): UseWatchPlayer {
  const videoRef = useRef<HTMLVideoElement>(null);
  const [player, setPlayer] = useState<WatchPlayer | null>(null);
  const opened = useRef(onOpened);
  useEffect(() => {
    opened.current = onOpened;
  }, [onOpened]);
  useEffect(() => {
    const video = videoRef.current;
    if (!video) return;
    const made = new WatchPlayer({ video, address, onOpened: () => opened.current() });
    let isOver = false;
    queueMicrotask(() => !isOver && setPlayer(made));
    return () => {
      isOver = true;
      made.close();
      setPlayer(null);
    };
  }, [address]);
  useEffect(() => player?.silence(isSilenced), [player, isSilenced]);
  return {
    videoRef,
    model: useStore(player?.model ?? null, FIRST_MODEL),
    setSound: (isOn) => player?.setSound(isOn),
    goOn: () => player?.goOn(),
  };
}
