import { describe, expect, it } from 'vitest';
import { filmPosition, filmStatus, stepFilm } from './film.ts';
import type { FilmPlace } from './film.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 20) + second * 1_000);
const film: FilmPlace = { durationMs: 60_000, atMs: 0, since: null };
const playing = stepFilm(film, { kind: 'PLAY' }, at(0));

describe('a film', () => {
  it('plays by the clock until its end, and stays there', () => {
    expect(filmPosition(playing, at(12))).toBe(12_000);
    expect(filmStatus(playing, at(59))).toBe('PLAYING');
    expect(filmPosition(playing, at(3_600))).toBe(60_000);
    expect(filmStatus(playing, at(60))).toBe('ENDED');
  });

  it('stands where it is paused, and goes on from there', () => {
    const paused = stepFilm(playing, { kind: 'PAUSE' }, at(10));
    expect(filmPosition(paused, at(500))).toBe(10_000);
    const again = stepFilm(paused, { kind: 'PLAY' }, at(500));
    expect(filmPosition(again, at(505))).toBe(15_000);
  });

  it('does nothing at a second PLAY, and begins again when it is over', () => {
    expect(stepFilm(playing, { kind: 'PLAY' }, at(5))).toEqual(playing);
    expect(stepFilm(playing, { kind: 'PLAY' }, at(90))).toMatchObject({ atMs: 0, since: at(90) });
  });

  it('plays on after a seek if it played, and never goes past its end', () => {
    const sought = stepFilm(playing, { kind: 'SEEK', atMs: 30_000 }, at(5));
    expect(filmPosition(sought, at(6))).toBe(31_000);
    const past = stepFilm(film, { kind: 'SEEK', atMs: 99_000 }, at(0));
    expect(past).toEqual({ ...film, atMs: 60_000 });
    expect(filmStatus(past, at(0))).toBe('ENDED');
    // Sought while it was over, it stands: nobody is surprised by a film that starts.
    const back = stepFilm(playing, { kind: 'SEEK', atMs: 0 }, at(90));
    expect(back).toEqual(film);
  });
});
