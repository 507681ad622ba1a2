'use client';

import { useEffect, useRef, useState } from 'react';
import type { HallState } from '#contract/hall.ts';
import { useLive } from '../../_live/live-context.ts';
import type { Line } from '../../_media/line.ts';
import type { OwnCamera } from '../../_media/own-camera.ts';
import type { OwnSound } from '../../_media/own-sound.ts';
import { HallDuty, type DutyParts } from './hall-duty.ts';

interface HallDutyOptions {
  line: Line | null;
  place: { sessionId: string; siteId: string };
  camera: OwnCamera;
  sound: OwnSound;
  hall: HallState | null;
  ladder: DutyParts['ladder'];
}

/** Stills, reports and the ladder, while the hall is in a session. */
export function useHallDuty({ line, place, camera, sound, hall, ladder }: HallDutyOptions) {
  const live = useLive();
  const newest = useRef(hall);
  const [duty, setDuty] = useState<HallDuty | null>(null);
  const { sessionId, siteId } = place;
  useEffect(() => {
    newest.current = hall;
  }, [hall]);
  useEffect(() => {
    if (!live || !line) return;
    const begun = new HallDuty({
      live,
      line,
      place: { sessionId, siteId },
      camera,
      sound,
      hall: () => newest.current,
      ladder,
    });
    queueMicrotask(() => setDuty(begun));
    return () => begun.close();
  }, [live, line, sessionId, siteId, camera, sound, ladder]);
  const mode = ladder === 'NONE' ? 'FULL' : hall?.mode;
  useEffect(() => {
    if (!line || !mode) return;
    line.followPictures(mode === 'FULL' || mode === 'LOWER');
    const layer = mode === 'LOWER' ? 0 : 1;
    for (const slot of ['MAIN', 'RETURN'] as const) line.preferLayer(slot, layer);
    // The second picture is small in most layouts.
    line.preferLayer('INSET', layer);
  }, [line, mode]);
  return duty;
}
