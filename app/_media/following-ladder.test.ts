import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FollowingMode } from '#domain/following.ts';
import {
  ladderAt,
  nextRung,
  RUNGS,
  type FollowingWindow,
  type Ladder,
} from './following-ladder.ts';

const GOOD: FollowingWindow = { lossPercent: 0, isFrozen: false };
const LOSSY: FollowingWindow = { lossPercent: 15, isFrozen: false };
const FROZEN: FollowingWindow = { lossPercent: 0, isFrozen: true };

const after = (ladder: Ladder, windows: number, window: FollowingWindow) =>
  Array.from({ length: windows }).reduce<Ladder>((now) => nextRung(now, window), ladder);

describe('nextRung', () => {
  it('goes down step by step while the line carries too little', () => {
    expect(after(ladderAt('FULL'), 1, LOSSY).mode).toBe('FULL');
    expect(after(ladderAt('FULL'), 2, LOSSY).mode).toBe('LOWER');
    expect(after(ladderAt('FULL'), 5, FROZEN).mode).toBe('SOUND_ONLY');
    expect(after(ladderAt('FULL'), 11, LOSSY).mode).toBe('TELEVISION');
    expect(after(ladderAt('TELEVISION'), 100, LOSSY).mode).toBe('TELEVISION');
  });

  it('climbs one rung after half a minute without trouble', () => {
    expect(after(ladderAt('SOUND_ONLY'), 5, GOOD).mode).toBe('SOUND_ONLY');
    expect(after(ladderAt('SOUND_ONLY'), 6, GOOD).mode).toBe('LOWER');
  });

  it('settles on the lower rung where trouble comes and goes, and forgets it after a calm time', () => {
    const oneBad = after(ladderAt('FULL'), 1, LOSSY);
    expect(nextRung(after(oneBad, 2, GOOD), FROZEN).mode).toBe('LOWER');
    expect(nextRung(after(oneBad, 6, GOOD), FROZEN).mode).toBe('FULL');
    const small = after(ladderAt('LOWER'), 2, LOSSY);
    expect(nextRung(after(small, 1, GOOD), FROZEN).mode).toBe('LOWER');
  });

  it('waits longer after each climb that failed', () => {
    const fallen = after(ladderAt('FULL'), 2, LOSSY);
    const climbed = after(fallen, 12, GOOD);
    expect(climbed.mode).toBe('FULL');
    const again = after(climbed, 2, LOSSY);
    expect(after(again, 23, GOOD).mode).toBe('LOWER');
    expect(after(again, 24, GOOD).mode).toBe('FULL');
  });

  it('leaves a hall on the watch page until somebody there goes back', () => {
    const watching = ladderAt('WATCH');
    expect(after(watching, 200, GOOD)).toEqual(watching);
    expect(after(watching, 200, LOSSY)).toEqual(watching);
  });

  it('never jumps over a rung', () => {
    const rungOf = (mode: FollowingMode) => RUNGS.findIndex((rung) => rung === mode);
    const window = fc.constantFrom(GOOD, LOSSY, FROZEN, { lossPercent: 4, isFrozen: false });
    fc.assert(
      fc.property(fc.array(window, { maxLength: 300 }), (windows) => {
        let ladder = ladderAt('FULL');
        for (const one of windows) {
          const next = nextRung(ladder, one);
          expect(Math.abs(rungOf(next.mode) - rungOf(ladder.mode))).toBeLessThanOrEqual(1);
          ladder = next;
        }
      }),
    );
  });
});
