import fc from 'fast-check';
import { addFigures, noFigures } from './figures.ts';
import type { FigureCell, FigureCounts } from './figures.ts';

/** What one person can be, as the fold of attendance leaves them. */
export const PERSON_STATES = [
  'UNMARKED',
  'EXCUSED',
  'UNEXCUSED',
  'PRESENT',
  'LATE',
  'SUBSTITUTE',
  'LATE_SUBSTITUTE',
  'LEFT_EARLY',
  'DIRECT',
  'TELEVISION',
] as const;
type PersonState = (typeof PERSON_STATES)[number];

/** The figures of one person in that state. */
export function person(state: PersonState): FigureCounts {
  const is = (...states: PersonState[]) => (states.includes(state) ? 1 : 0);
  return {
    summoned: 1,
    present: 1 - is('UNMARKED', 'EXCUSED', 'UNEXCUSED'),
    excused: is('EXCUSED'),
    unexcused: is('UNEXCUSED'),
    late: is('LATE', 'LATE_SUBSTITUTE'),
    substitute: is('SUBSTITUTE', 'LATE_SUBSTITUTE'),
    leftEarly: is('LEFT_EARLY'),
    presentDirect: is('DIRECT'),
    presentTelevision: is('TELEVISION'),
  };
}

/** Five units in two trees: a > b > c, d > e. */
export const UNITS = [
  { id: 'a', parentId: null },
  { id: 'b', parentId: 'a' },
  { id: 'c', parentId: 'b' },
  { id: 'd', parentId: null },
  { id: 'e', parentId: 'd' },
];

const cell = fc.record({
  siteId: fc.constantFrom('s1', 's2', 's3'),
  unitId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'unknown', null),
  categoryId: fc.constantFrom('k1', 'k2', null),
  people: fc.array(fc.constantFrom(...PERSON_STATES), { maxLength: 12 }),
});

/** Cells made of people, so that they are consistent by construction. */
export const anyCells: fc.Arbitrary<FigureCell[]> = fc.array(
  cell.map(({ people, ...key }) => {
    const counts = noFigures();
    for (const state of people) addFigures(counts, person(state));
    return { ...key, ...counts };
  }),
  { maxLength: 30 },
);
