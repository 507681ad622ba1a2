import {
  type Cohort,
  FAMILY_NAMES,
  FEMALE_GIVEN,
  FEMALE_MIDDLE,
  MALE_GIVEN,
  MALE_MIDDLE,
  type Weighted,
} from './name-tables.ts';
import { createDraw, type Random } from './random.ts';

export type Gender = 'female' | 'male';

type Draw = (random: Random) => string;

const drawFamily = createDraw(FAMILY_NAMES);
const DRAWS: Record<Gender, { middle: Record<Cohort, Draw>; given: Record<Cohort, Draw> }> = {
  male: { middle: byCohort(MALE_MIDDLE), given: byCohort(MALE_GIVEN) },
  female: { middle: byCohort(FEMALE_MIDDLE), given: byCohort(FEMALE_GIVEN) },
};

/** The cohort whose names a person born in that year bears. */
export function cohortOf(birthYear: number): Cohort {
  if (birthYear <= 1962) return 'elder';
  return birthYear <= 1979 ? 'middle' : 'young';
}

/** A plausible full name, family name first, NFC: "Nguyễn Thị Thu Hương". Namesakes occur. */
export function drawName(random: Random, person: { gender: Gender; birthYear: number }): string {
  const cohort = cohortOf(person.birthYear);
  const draws = DRAWS[person.gender];
  const family = drawFamily(random);
  const middle = draws.middle[cohort](random);
  // "Thị Thu Thu" or "Minh Minh" is nobody's name: draw again until the two differ.
  let given = draws.given[cohort](random);
  while (middle.split(' ').includes(given) || given === family) given = draws.given[cohort](random);
  return [family, middle, given].filter(Boolean).join(' ').normalize('NFC');
}

function byCohort(table: Record<Cohort, Weighted>): Record<Cohort, Draw> {
  return {
    elder: createDraw(table.elder),
    middle: createDraw(table.middle),
    young: createDraw(table.young),
  };
}
