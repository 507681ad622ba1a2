'use client';

import { useEffect, useState } from 'react';
import type { HallState } from '#contract/hall.ts';
import type { Line } from './line.ts';
import type { SourceOffer } from './line-life.ts';
import type { SentSource } from './sent-source.ts';

interface SentSourceOptions {
  line: Line | null;
  offer: SourceOffer;
  video: MediaStreamTrack | undefined;
  audio: MediaStreamTrack | undefined;
  hall: HallState | null;
}

/** Offers a source on the line for as long as the component is there; sends it while it is wanted. */
export function useSentSource({ line, offer, video, audio, hall }: SentSourceOptions) {
  const [source, setSource] = useState<SentSource | null>(null);
  const { key, kind, name } = offer;
  useEffect(() => {
    if (!line) return;
    const sent = line.send({ key, kind, name }, {});
    let isOver = false;
    queueMicrotask(() => !isOver && setSource(sent));
    return () => {
      isOver = true;
      sent.stop();
      setSource(null);
    };
  }, [line, key, kind, name]);
  useEffect(() => source?.replace({ video, audio }), [source, video, audio]);
  useEffect(() => {
    const sourceId = source?.sourceId;
    if (hall && sourceId) source.setWanted(hall.wantedSourceIds.includes(sourceId));
  }, [source, hall]);
  return source;
}

/** Loudness that the director gave the source, in dB. */
export function trimOf(hall: HallState | null, source: SentSource | null): number {
  return hall?.trims.find(({ sourceId }) => sourceId === source?.sourceId)?.trimDb ?? 0;
}
