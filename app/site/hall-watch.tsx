'use client';

import type { HallState } from '#contract/hall.ts';
import { watchListOf } from '#domain/watch.ts';
import { useWatchSign } from '../_media/watch-sign.ts';
import { useWatchPlayer } from '../watch/use-watch-player.ts';
import { useWatchReport } from '../watch/use-watch-report.ts';
import { WatchStage } from '../watch/watch-stage.tsx';

interface HallWatchProps {
  hall: HallState;
  watchPath: string;
  label: string;
  /** Another machine sounds, or the hall is called up: the page is late, and would be its echo. */
  isSilenced: boolean;
  size: 'console' | 'screen';
}

/** The watch page’s picture among a hall’s own work. */
export function HallWatch({ hall, watchPath, label, isSilenced, size }: HallWatchProps) {
  const address = watchListOf(watchPath);
  const watch = useWatchPlayer({ address, onOpened: () => {}, isSilenced });
  const { stage, sound } = watch.model;
  useWatchReport({ sessionId: hall.sessionId, siteId: hall.siteId }, watch.model);
  useWatchSign(stage === 'LIVE' && sound === 'ON' && !isSilenced);
  return (
    <WatchStage
      watch={watch}
      label={label}
      // The projector has a larger sign of its own; a console’s is not seen when its picture fills the screen.
      isRecorded={hall.isRecorded && size === 'console'}
      isSilenced={isSilenced}
      size={size}
    />
  );
}
