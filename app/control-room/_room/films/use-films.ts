'use client';

import { useSyncExternalStore } from 'react';
import type { InputState } from '#contract/input.ts';
import { useClock } from '../../../_ui/use-clock.ts';
import { filmTimeOf, type FilmTime } from '../../_state/film-clock.ts';
import type { FilmView } from '../../_state/film-store.ts';
import { useRoomParts } from '../room-context.tsx';

const LOOK_EVERY_MS = 200;

/** A part of what is known of the films: draws again only when that part is another one. */
export function useFilms<T>(select: (view: FilmView) => T): T {
  const { films } = useRoomParts();
  const read = () => select(films.getView());
  return useSyncExternalStore(films.subscribe, read, read);
}

/** Where a film stands now; moves while it plays. */
export function useFilmTime(film: InputState | undefined): FilmTime | null {
  const aheadMs = useFilms((view) => view.serverAheadMs);
  const isPlaying = film?.film?.since != null;
  const nowMs = useClock(LOOK_EVERY_MS, isPlaying);
  if (!film) return null;
  // While it stands, its place is no matter of the time.
  return filmTimeOf(film, (nowMs ?? 0) + aheadMs);
}
