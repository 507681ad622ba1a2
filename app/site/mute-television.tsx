'use client';

import clsx from 'clsx';
import { VolumeX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { HallState } from '#contract/hall.ts';
import { mustMuteTelevision } from '#domain/watch.ts';
import { useIsWatchHeard } from '../_media/watch-sign.ts';

interface MuteTelevisionProps {
  hall: HallState | null;
  /** `screen` is read from the last row of a hall. */
  size: 'console' | 'screen';
  /** A hall without a line, which has nothing but television and the watch page. */
  isTelevisionHall?: boolean;
}

/** Whether the hall is called up, so that television and watch page must be silent there. */
export function mustBeSilent(hall: HallState, isWatching = true): boolean {
  return mustMuteTelevision({
    isWatching,
    speaker: hall.speakerRequest?.status ?? null,
    isOnAir: hall.isPictureOnAir || hall.isSoundOnAir,
  });
}

/** Before a hall that also follows by television is heard: its set must be silent, or everybody hears an echo. */
export function MuteTelevision({ hall, size, isTelevisionHall = false }: MuteTelevisionProps) {
  const t = useTranslations('hall.muteTelevision');
  const isWatchHeard = useIsWatchHeard();
  if (!hall) return null;
  // On sound alone the programme's picture, if there is any, comes from television or the watch page.
  const isByLine = hall.mode === 'FULL' || hall.mode === 'LOWER';
  const isWatching = isWatchHeard || isTelevisionHall || !isByLine;
  if (!mustBeSilent(hall, isWatching)) return null;
  const isScreen = size === 'screen';
  return (
    <section
      role="alert"
      data-mute-television
      className={clsx(
        'flex items-center bg-warn-soft text-ink',
        isScreen
          ? 'absolute inset-x-0 top-0 gap-8 px-[5%] py-6'
          : 'gap-4 rounded-lg px-4 py-3 sm:px-5',
      )}
    >
      <VolumeX
        aria-hidden
        className={clsx('shrink-0 text-warn-ink', isScreen ? 'size-20' : 'size-10')}
      />
      <div>
        <p className={clsx('font-semibold', isScreen ? 'text-display' : 'text-2xl')}>
          {t('title')}
        </p>
        <p className={isScreen ? 'text-3xl' : 'text-base'}>{t('text')}</p>
      </div>
    </section>
  );
}
