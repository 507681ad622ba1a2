/** Where a film stands: while it plays, its place follows from the clock and is stored nowhere. */
export interface FilmPlace {
  durationMs: number;
  /** Where it stands, or stood at `since`. */
  atMs: number;
  /** Since when it plays; null while it is paused. */
  since: Date | null;
}

export type FilmStep = { kind: 'PLAY' } | { kind: 'PAUSE' } | { kind: 'SEEK'; atMs: number };

/** From here on the countdown warns: time to have the next picture ready. */
export const FILM_WARNING_MS = 10_000;

/** Where the film is at that moment, in ms from its beginning; never past its end. */
export function filmPosition({ durationMs, atMs, since }: FilmPlace, now: Date): number {
  const playedMs = since === null ? 0 : Math.max(0, now.getTime() - since.getTime());
  return Math.min(atMs + playedMs, durationMs);
}

export type FilmStatus = 'PAUSED' | 'PLAYING' | 'ENDED';

export function filmStatus(place: FilmPlace, now: Date): FilmStatus {
  if (filmPosition(place, now) >= place.durationMs) return 'ENDED';
  return place.since === null ? 'PAUSED' : 'PLAYING';
}

/** The place after a step. Played after its end, a film begins again; playing twice changes nothing. */
export function stepFilm(place: FilmPlace, step: FilmStep, now: Date): FilmPlace {
  const status = filmStatus(place, now);
  const atMs = filmPosition(place, now);
  switch (step.kind) {
    case 'PLAY':
      if (status === 'PLAYING') return place;
      return { ...place, atMs: status === 'ENDED' ? 0 : atMs, since: now };
    case 'PAUSE':
      return { ...place, atMs, since: null };
    case 'SEEK': {
      const since = status === 'PLAYING' ? now : null;
      return { ...place, atMs: Math.min(step.atMs, place.durationMs), since };
    }
  }
}
