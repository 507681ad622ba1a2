import hallFacts from './data/halls.json' with { type: 'json' };
import unitFacts from './data/units-until-2025-06.json' with { type: 'json' };
import { drawName } from './names.ts';
import { createDraw, createRandom, type Random, stableId } from './random.ts';
import { unitId } from './units.ts';

export type Tier = 'CENTRAL' | 'DISTRICT' | 'COMMUNE' | 'OTHER';
export type Mode = 'ONLINE' | 'TV_ONLY' | 'HYBRID';

export interface SeedHall {
  id: string;
  code: string;
  tier: Tier;
  name: string;
  mode: Mode;
  /** Delegates summoned to it; the 766 halls sum up to 51,962. */
  invited: number;
  unitCode: string;
  /** The Party organisation that holds the hall. */
  unitId: string;
  parentId: string | null;
  contactName: string;
  contactPhone: string;
}

type HallFact = [code: string, tier: Tier, name: string, invited: number, unitCode: string];

/** An assumption, since no list says how each hall follows: small halls more often only watch. */
const DRAW_MODE: Record<Tier, (random: Random) => Mode> = {
  CENTRAL: () => 'ONLINE',
  DISTRICT: createDraw<Mode>([
    ['ONLINE', 80],
    ['HYBRID', 20],
  ]),
  COMMUNE: createDraw<Mode>([
    ['ONLINE', 68],
    ['HYBRID', 18],
    ['TV_ONLY', 14],
  ]),
  OTHER: createDraw<Mode>([
    ['ONLINE', 72],
    ['HYBRID', 16],
    ['TV_ONLY', 12],
  ]),
};

/** The 766 halls of the plan: 1 central, 30 district, 579 commune and 156 other; parents first. */
export function createHalls(seed: string): SeedHall[] {
  const random = createRandom(`${seed}:halls`);
  const districtOf = new Map(
    unitFacts.flatMap(({ code, communes }) =>
      communes.map(([commune]) => [commune, code] as const),
    ),
  );
  return (hallFacts as unknown as HallFact[]).map(
    ([code, tier, name, invited, unitCode], index) => {
      const parentCode = parentOf({ tier, districtCode: districtOf.get(unitCode) });
      const gender = random.chance(0.4) ? 'female' : 'male';
      return {
        id: hallId(code),
        code,
        tier,
        name,
        mode: DRAW_MODE[tier](random),
        invited,
        unitCode,
        unitId: unitId('PARTY', unitCode),
        parentId: parentCode && hallId(parentCode),
        contactName: drawName(random, { gender, birthYear: 1972 + random.below(24) }),
        contactPhone: fictionalPhone(9_000_000 + index),
      };
    },
  );
}

/**
 * A number of ten digits in the shape of a mobile one that reaches nobody: the range 050 is not
 * given to any operator.
 * @param serial 0..9,999,999; different serials give different numbers
 */
export function fictionalPhone(serial: number): string {
  // 7,919 is prime to 10 million, so the scattered numbers stay different.
  return `050${String((serial * 7919) % 10_000_000).padStart(7, '0')}`;
}

function hallId(code: string): string {
  return stableId(`site:${code}`);
}

function parentOf(hall: { tier: Tier; districtCode: string | undefined }): string | null {
  if (hall.tier === 'CENTRAL') return null;
  return hall.tier === 'COMMUNE' && hall.districtCode ? `HN-${hall.districtCode}` : 'HN-00';
}
