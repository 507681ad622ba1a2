import { describe, expect, it } from 'vitest';
import { exampleInput, inputState } from '#contract/input.ts';
import { clockText, filmAtHand, filmTimeOf } from './film-clock.ts';

const film = inputState.parse(exampleInput);
const beganMs = Date.parse(film.film!.since!);
const nothing = { mainSourceId: null, insetSourceId: null, previewSourceId: null };

describe('the clock of a film', () => {
  it('counts down to its end and warns in its last ten seconds', () => {
    expect(filmTimeOf(film, beganMs)).toMatchObject({ leftMs: 184_000, isEnding: false });
    expect(filmTimeOf(film, beganMs + 174_000)).toMatchObject({ leftMs: 10_000, isEnding: true });
    expect(filmTimeOf(film, beganMs + 190_000)).toMatchObject({ status: 'ENDED', isEnding: false });
  });

  it('says a begun second while it counts down, and shows 00:00 at the end alone', () => {
    expect(clockText(59_001, 'UP')).toBe('01:00');
    expect(clockText(1, 'UP')).toBe('00:01');
    expect(clockText(0, 'UP')).toBe('00:00');
    expect(clockText(3_725_900, 'DOWN')).toBe('1:02:05');
  });

  it('means the film on air before the one in PREVIEW', () => {
    const other = { ...film, sourceId: 'other' };
    const programme = { ...nothing, mainSourceId: 'other', previewSourceId: film.sourceId };
    expect(filmAtHand([film, other], programme)).toBe(other);
    expect(filmAtHand([film, other], { ...programme, mainSourceId: null })).toBe(film);
    expect(filmAtHand([film, other], nothing)).toBeNull();
  });
});
