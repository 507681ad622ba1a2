'use client';

import clsx from 'clsx';
import { CircleStop, Hourglass, Pause, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { clockText, type FilmTime } from '../../_state/film-clock.ts';
import { useFilms, useFilmTime } from './use-films.ts';

/** Over a large picture: how long the film in it still plays. Nothing where it is no film. */
export function FilmCountdown({ sourceId }: { sourceId: string | null }) {
  const t = useTranslations('control-room.films');
  const film = useFilms(({ films }) => films.find((one) => one.sourceId === sourceId));
  const time = useFilmTime(film);
  if (!film || !time) return null;
  const Icon = ICONS[lookOf(time)];
  return (
    <p
      data-countdown={lookOf(time)}
      className={clsx(
        'absolute top-2 right-2 flex items-center gap-2 rounded-md px-2 py-1 text-lg font-semibold',
        time.isEnding ? 'bg-warn-soft text-warn-ink' : 'bg-black/80 text-white',
      )}
    >
      <Icon aria-hidden className="size-5 shrink-0" />
      {time.status === 'ENDED' ? (
        <span className="text-base">{t('ended')}</span>
      ) : (
        <>
          <span className="text-sm font-normal">{t(lookOf(time))}</span>
          <span data-count>{clockText(time.leftMs, 'UP')}</span>
        </>
      )}
    </p>
  );
}

const ICONS = { ended: CircleStop, left: Hourglass, paused: Pause, ending: TriangleAlert } as const;

function lookOf({ status, isEnding }: FilmTime): keyof typeof ICONS {
  if (status === 'ENDED') return 'ended';
  if (status === 'PAUSED') return 'paused';
  return isEnding ? 'ending' : 'left';
}
