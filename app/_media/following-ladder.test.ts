import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FOLLOWING_MODES } from '#contract/hall.ts';
import { ladderAt, nextRung, type FollowingWindow, type Ladder } from './following-ladder.ts';

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

  it('never jumps over a rung', () => {
    const window = fc.constantFrom(GOOD, LOSSY, FROZEN, { lossPercent: 4, isFrozen: false });
    fc.assert(
      fc.property(fc.array(window, { maxLength: 300 }), (windows) => {
        let ladder = ladderAt('FULL');
        for (const one of windows) {
          const next = nextRung(ladder, one);
          const step = FOLLOWING_MODES.indexOf(next.mode) - FOLLOWING_MODES.indexOf(ladder.mode);
          expect(Math.abs(step)).toBeLessThanOrEqual(1);
          ladder = next;
        }
      }),
    );
  });
});
