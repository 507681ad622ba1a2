'use client';

import { useEffect, useState } from 'react';
import type { Line } from '../../_media/line.ts';

export interface WatchedTracks {
  video?: MediaStreamTrack | undefined;
  audio?: MediaStreamTrack | undefined;
}

const NONE: WatchedTracks = {};

interface Watch {
  line: Line | null;
  sourceId: string | null;
  /** 0 for a small picture, 1 for a large one. */
  layer: 0 | 1;
}

/** One source's tracks by themselves; none until they come. */
export function useWatchedSource({ line, sourceId, layer }: Watch): WatchedTracks {
  const [watched, setWatched] = useState<{ sourceId: string; tracks: WatchedTracks } | null>(null);
  useEffect(() => {
    if (!line || sourceId === null) return;
    const stop = line.watchSource(sourceId, (tracks) => setWatched({ sourceId, tracks }));
    line.preferLayer(sourceId, layer);
    return () => {
      stop();
      setWatched(null);
    };
  }, [line, sourceId, layer]);
  return watched?.sourceId === sourceId ? watched.tracks : NONE;
}
