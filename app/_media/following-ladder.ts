import type { FollowingMode } from '#domain/following.ts';

/** The rungs, from the top; the watch page beside them is a person’s choice, and left by one. */
export const RUNGS = ['FULL', 'LOWER', 'SOUND_ONLY', 'TELEVISION'] as const;

/** How the programme arrived during the last few seconds of a line that is up. */
export interface FollowingWindow {
  lossPercent: number;
  /** Pictures were wanted and none was shown. */
  isFrozen: boolean;
}

export interface Ladder {
  mode: FollowingMode;
  badWindows: number;
  goodWindows: number;
  /** Grows when a climb failed, so that a thin line doesn't flicker between two modes. */
  goodNeeded: number;
}

const BAD_LOSS_PERCENT = 6;
const GOOD_LOSS_PERCENT = 2;
/**
 * Windows of 5 s: a mode is left after 10, 15 or 30 s of trouble. A thin line gives the large picture,
 * chokes, gives the small one and tries again: there, trouble counts on until a calm time lies between.
 * The small picture is given up only for trouble that does not cease.
 */
const BAD_NEEDED: Record<FollowingMode, number> = {
  FULL: 2,
  LOWER: 3,
  SOUND_ONLY: 6,
  WATCH: Number.POSITIVE_INFINITY,
  TELEVISION: Number.POSITIVE_INFINITY,
};
const FIRST_GOOD_NEEDED = 6;
const CALM_WINDOWS = 6;
const MOST_GOOD_NEEDED = 60;

export function ladderAt(mode: FollowingMode): Ladder {
  return { mode, badWindows: 0, goodWindows: 0, goodNeeded: FIRST_GOOD_NEEDED };
}

/**
 * The next rung: down in steps (lower layer, sound alone, television) while the line carries too
 * little, up one at a time when it carries enough for long enough. Called once every 5 s.
 */
export function nextRung(ladder: Ladder, window: FollowingWindow): Ladder {
  if (ladder.mode === 'WATCH') return ladder;
  const isBad = window.lossPercent > BAD_LOSS_PERCENT || window.isFrozen;
  const isGood = !isBad && window.lossPercent < GOOD_LOSS_PERCENT;
  const goodWindows = isGood ? ladder.goodWindows + 1 : 0;
  const isForgotten = ladder.mode !== 'FULL' || goodWindows >= CALM_WINDOWS;
  const before = isForgotten ? 0 : ladder.badWindows;
  const badWindows = isBad ? ladder.badWindows + 1 : before;
  if (badWindows >= BAD_NEEDED[ladder.mode]) {
    const goodNeeded = Math.min(MOST_GOOD_NEEDED, ladder.goodNeeded * 2);
    return { ...ladderAt(neighbour(ladder.mode, 1)), goodNeeded };
  }
  if (ladder.mode !== 'FULL' && goodWindows >= ladder.goodNeeded) {
    return { ...ladderAt(neighbour(ladder.mode, -1)), goodNeeded: ladder.goodNeeded };
  }
  // A long quiet time on the top rung forgets earlier trouble.
  const isCalm = ladder.mode === 'FULL' && goodWindows >= MOST_GOOD_NEEDED;
  const goodNeeded = isCalm ? FIRST_GOOD_NEEDED : ladder.goodNeeded;
  return { ...ladder, badWindows, goodWindows, goodNeeded };
}

function neighbour(mode: FollowingMode, steps: 1 | -1): FollowingMode {
  return RUNGS[RUNGS.findIndex((rung) => rung === mode) + steps] ?? mode;
}
