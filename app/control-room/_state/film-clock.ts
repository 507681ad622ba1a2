import type { InputState } from '#contract/input.ts';
import { FILM_WARNING_MS, filmPosition, filmStatus } from '#domain/film.ts';
import type { FilmStatus } from '#domain/film.ts';

export interface FilmTime {
  status: FilmStatus;
  positionMs: number;
  leftMs: number;
  /** It plays, and is over soon: the next picture must be ready. */
  isEnding: boolean;
}

/** Where a film stands by the server's clock; null for what is no film. */
export function filmTimeOf({ film }: InputState, serverNowMs: number): FilmTime | null {
  if (!film) return null;
  const since = film.since === null ? null : new Date(film.since);
  const now = new Date(serverNowMs);
  const status = filmStatus({ ...film, since }, now);
  const positionMs = filmPosition({ ...film, since }, now);
  const leftMs = film.durationMs - positionMs;
  return {
    status,
    positionMs,
    leftMs,
    isEnding: status === 'PLAYING' && leftMs <= FILM_WARNING_MS,
  };
}

/** Minutes and seconds, with hours where there are any; a begun second counts while it counts down. */
export function clockText(ms: number, rounding: 'UP' | 'DOWN'): string {
  const seconds = rounding === 'UP' ? Math.ceil(ms / 1_000) : Math.floor(ms / 1_000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  const hours = Math.floor(seconds / 3_600);
  const text = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return hours > 0 ? `${hours}:${text}` : text;
}

/** The film that the keys mean: on air before in PREVIEW. */
export function filmAtHand(
  films: readonly InputState[],
  programme: {
    mainSourceId: string | null;
    insetSourceId: string | null;
    previewSourceId: string | null;
  },
): InputState | null {
  const { mainSourceId, insetSourceId, previewSourceId } = programme;
  const places = [mainSourceId, insetSourceId, previewSourceId];
  const found = places.map((sourceId) => films.find((film) => film.sourceId === sourceId));
  return found.find((film) => film !== undefined) ?? null;
}
