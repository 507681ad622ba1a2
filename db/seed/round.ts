import { createDelegates, type SeedDelegate } from './delegates.ts';
import { createHalls, type SeedHall } from './halls.ts';
import { createConference, type SeedConference } from './programme.ts';
import { createUnits, type SeedUnit } from './units.ts';

export interface SeedRound {
  units: SeedUnit[];
  conference: SeedConference;
  halls: SeedHall[];
  delegates: SeedDelegate[];
}

/** The seed of the demo round; another text gives another roster of the same shape. */
export const DEMO_SEED = 'hanoi-766';

/**
 * The full-size demo round: 766 halls and 51,962 delegates. The same seed gives the same round on
 * every machine; only the sessions' times follow `nowMs`.
 */
export function createRound(options: { seed?: string; nowMs: number }): SeedRound {
  const seed = options.seed ?? DEMO_SEED;
  const halls = createHalls(seed);
  return {
    units: createUnits(),
    conference: createConference(options.nowMs),
    halls,
    delegates: [...createDelegates(seed, halls)],
  };
}
