'use client';

import { useEffect, useState } from 'react';
import type { HallState } from '#contract/hall.ts';
import { useCommand } from '../../_live/use-command.ts';
import type { OwnSound } from '../../_media/own-sound.ts';

interface MuteOptions {
  place: { sessionId: string; siteId: string };
  hall: HallState | null;
  sound: OwnSound;
}

/**
 * The hall's own mute. It is done here at once and kept by the centre; a hall that the centre does
 * not know yet is muted.
 */
export function useMute({ place, hall, sound }: MuteOptions) {
  const [wish, setWish] = useState<boolean | null>(null);
  const keep = useCommand('hall:mute-self');
  const isMutedByHall = wish ?? hall?.isMutedByHall ?? true;
  const isMuted = isMutedByHall || (hall?.isMutedByCentre ?? true);
  useEffect(() => sound.chain.setMuted(isMuted), [sound, isMuted]);
  const toggle = async () => {
    const isWanted = !isMutedByHall;
    setWish(isWanted);
    const answer = await keep.run({ ...place, isMuted: isWanted });
    // What was switched off stays off, also when the centre could not be told.
    if (!answer.ok && !isWanted) setWish(null);
  };
  return { isMutedByHall, toggle: () => void toggle(), failure: keep.failure };
}
