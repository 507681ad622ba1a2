'use client';

import clsx from 'clsx';
import { Pause, Play, SkipBack, Trash2, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { InputState } from '#contract/input.ts';
import { useFailureText } from '../../../_live/use-command.ts';
import { Button, IconButton } from '../../../_ui/button.tsx';
import { ConfirmDialog } from '../../../_ui/confirm-dialog.tsx';
import { clockText, filmAtHand, type FilmTime } from '../../_state/film-clock.ts';
import { useBroadcastCommand } from '../broadcast/use-broadcast.ts';
import { KeyMark } from '../key-mark.tsx';
import { useRoom, useRoomParts } from '../room-context.tsx';
import { useFilms, useFilmTime } from './use-films.ts';

/** The session's films: what each does, and how long it still does. */
export function FilmPart() {
  const t = useTranslations('control-room.films');
  const failureText = useFailureText();
  const films = useFilms((view) => view.films);
  const link = useFilms((view) => view.link);
  const programme = useRoom(({ facts }) => facts?.programme ?? null);
  const atHand = programme && filmAtHand(films, programme);
  if (films.length === 0 && link.kind !== 'FAILED') return null;
  return (
    <section aria-label={t('title')} className="flex flex-col gap-1">
      {link.kind === 'FAILED' && (
        <p role="alert" className="text-sm text-danger-ink">
          {failureText(link.failure)}
        </p>
      )}
      <ul className="flex flex-col gap-2">
        {films.map((film) => (
          <Film key={film.sourceId} film={film} hasKeys={film.sourceId === atHand?.sourceId} />
        ))}
      </ul>
    </section>
  );
}

interface FilmProps {
  film: InputState;
  /** The keys mean this one now. */
  hasKeys: boolean;
}

function Film({ film, hasKeys }: FilmProps) {
  const t = useTranslations('control-room.films');
  const time = useFilmTime(film);
  if (!time || !film.film) return null;
  return (
    <li
      data-film={film.sourceId}
      data-status={time.status}
      className="flex flex-col rounded-md border border-line bg-surface px-2 py-1"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className="min-w-28 basis-28 truncate text-sm font-medium max-2xl:max-w-44">
          {film.name}
        </p>
        <p
          className={clsx(
            'text-sm max-2xl:sr-only',
            time.isEnding ? 'text-warn-ink' : 'text-ink-2',
          )}
        >
          {t(`status.${time.status}`)}
          {!film.film.hasSound && <span className="ml-2">{t('noSound')}</span>}
        </p>
        <FilmScrubber film={film} time={time} />
        <FilmButtons film={film} time={time} hasKeys={hasKeys} />
      </div>
      <FilmTrouble film={film} />
    </li>
  );
}

function FilmButtons({ film, time, hasKeys }: FilmProps & { time: FilmTime }) {
  const t = useTranslations('control-room.films');
  const { director } = useRoomParts();
  const { sourceId, name } = film;
  const isPlaying = time.status === 'PLAYING';
  const remove = useBroadcastCommand('input:remove');
  const [isAsking, setIsAsking] = useState(false);
  return (
    <div className="flex items-center gap-1">
      <Button
        size="small"
        icon={isPlaying ? Pause : Play}
        aria-label={t(isPlaying ? 'pauseNamed' : 'playNamed', { name })}
        onClick={() => director.toggleFilm(film)}
      >
        {t(isPlaying ? 'pause' : 'play')}
        {hasKeys && <KeyMark>K</KeyMark>}
      </Button>
      <IconButton
        size="small"
        icon={SkipBack}
        label={t('beginNamed', { name })}
        onClick={() => director.rewindFilm(film)}
      />
      <IconButton
        size="small"
        icon={Trash2}
        label={t('removeNamed', { name })}
        onClick={() => setIsAsking(true)}
      />
      <ConfirmDialog
        open={isAsking}
        onOpen={setIsAsking}
        title={t('removeTitle', { name })}
        confirmLabel={t('remove')}
        onConfirm={() => remove.send({ sourceId })}
      >
        {t('removeText')}
      </ConfirmDialog>
    </div>
  );
}

/** Drawn to a place and let go there: until then the film goes on as it does. */
function FilmScrubber({ film, time }: { film: InputState; time: FilmTime }) {
  const t = useTranslations('control-room.films');
  const { director } = useRoomParts();
  const [soughtMs, setSoughtMs] = useState<number | null>(null);
  const durationMs = time.positionMs + time.leftMs;
  const shownMs = soughtMs ?? time.positionMs;
  const seek = () => {
    if (soughtMs === null) return;
    director.seekFilm(film, soughtMs);
    setSoughtMs(null);
  };
  return (
    <div className="flex min-w-52 flex-1 items-center gap-2 text-sm">
      <span data-count className="min-w-11 text-ink-2">
        {clockText(shownMs, 'DOWN')}
      </span>
      <input
        type="range"
        aria-label={t('placeNamed', { name: film.name })}
        aria-valuetext={clockText(shownMs, 'DOWN')}
        min={0}
        max={durationMs}
        step={1_000}
        value={Math.min(shownMs, durationMs)}
        onChange={(event) => setSoughtMs(Number(event.target.value))}
        onPointerUp={seek}
        onKeyUp={seek}
        onBlur={seek}
        className="h-6 min-w-0 flex-1 accent-brand"
      />
      <span
        data-count
        data-left
        className={clsx('min-w-12 text-right', time.isEnding ? 'font-semibold text-warn-ink' : '')}
      >
        −{clockText(time.leftMs, 'UP')}
      </span>
    </div>
  );
}

function FilmTrouble({ film: { trouble } }: { film: InputState }) {
  const t = useTranslations('control-room.films');
  if (!trouble) return null;
  return (
    <p role="alert" className="flex items-center gap-2 text-sm text-warn-ink">
      <TriangleAlert aria-hidden className="size-4 shrink-0" />
      {t(`trouble.${trouble}`)}
    </p>
  );
}
