import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addFigures,
  attendanceWay,
  compositionShare,
  countedInHall,
  FIGURE_KEYS,
  hallFlag,
  isConsistent,
  noFigures,
  presentOnlineOf,
  presentShare,
  totalOf,
  totalOfHalls,
  unmarkedOf,
} from './figures.ts';
import type { HallFigures } from './figures.ts';
import { anyCells, person, PERSON_STATES } from './figures.testing.ts';

const counts = (summoned: number, present: number, substitute = 0) => ({
  ...noFigures(),
  summoned,
  present,
  substitute,
});

describe('the identity', () => {
  it('holds for every sum of people, and for every sum of sums', () => {
    fc.assert(
      fc.property(anyCells, (cells) => {
        const total = totalOf(cells);
        expect(cells.every(isConsistent)).toBe(true);
        expect(isConsistent(total)).toBe(true);
        expect(total.present + total.excused + total.unexcused + unmarkedOf(total)).toBe(
          total.summoned,
        );
        expect(total.presentDirect + presentOnlineOf(total) + total.presentTelevision).toBe(
          total.present,
        );
      }),
    );
  });

  it('counts one person in exactly one of the four places', () => {
    for (const state of PERSON_STATES) {
      const one = person(state);
      expect(one.present + one.excused + one.unexcused + unmarkedOf(one)).toBe(1);
    }
  });

  it('recognises counts that cannot be true', () => {
    expect(isConsistent({ ...counts(1, 1), excused: 1 })).toBe(false);
    expect(isConsistent({ ...counts(3, 1), late: 2 })).toBe(false);
    expect(isConsistent({ ...counts(3, 1), excused: -1 })).toBe(false);
    expect(isConsistent({ ...counts(3, 1), presentDirect: 1, presentTelevision: 1 })).toBe(false);
  });

  it('adds in any order', () => {
    fc.assert(
      fc.property(anyCells, fc.nat(), (cells, seed) => {
        const at = cells.length === 0 ? 0 : seed % cells.length;
        const halves = addFigures(totalOf(cells.slice(at)), totalOf(cells.slice(0, at)));
        expect(halves).toEqual(totalOf(cells));
      }),
    );
  });
});

describe('percentages', () => {
  it.each([
    [35_900, 35_599, 9_916],
    [51_962, 51_961, 9_999],
    [200_000, 199_999, 9_999],
    [800, 799, 9_988], // 99,875: half up
    [51_962, 51_962, 10_000],
    [3, 0, 0],
  ])('of %i summoned with %i present is %i hundredths', (summoned, present, expected) => {
    expect(presentShare(counts(summoned, present))).toBe(expected);
  });

  it('is unknown, not 0, when nobody is summoned', () => {
    expect(presentShare(noFigures())).toBeNull();
  });

  it('leaves substitutes out of the composition', () => {
    expect(compositionShare(counts(100, 100, 5))).toBe(9_500);
    expect(presentShare(counts(100, 100, 5))).toBe(10_000);
  });

  it('never says 100,00 while anyone is missing, and is the exact half-up rounding otherwise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.nat(), (summoned, seed) => {
        const present = seed % (summoned + 1);
        const share = presentShare(counts(summoned, present)) ?? -1;
        if (present < summoned) expect(share).toBeLessThan(10_000);
        else expect(share).toBe(10_000);
        const distance = Math.abs(share * summoned - present * 10_000);
        const isCapped = share === 9_999;
        expect(isCapped || distance * 2 <= summoned).toBe(true);
      }),
    );
  });
});

describe('halls', () => {
  const hall = (facts: Partial<HallFigures>): HallFigures => ({
    siteId: 's',
    walkIn: 0,
    seated: 0,
    declared: null,
    ...facts,
  });
  const declared = (count: number) => ({ count, happenedAtMs: 0 });

  it('tells "not reported" from a report of 0', () => {
    expect(hallFlag(hall({}))).toBe('NOT_REPORTED');
    expect(hallFlag(hall({ declared: declared(0) }))).toBeNull();
  });

  it('flags a declared count that differs from the people counted in the room', () => {
    expect(hallFlag(hall({ seated: 66, declared: declared(68) }))).toBe('DECLARED_DIFFERS');
    const withGuests = hall({ seated: 66, walkIn: 2, declared: declared(68) });
    expect(countedInHall(withGuests)).toBe(68);
    expect(hallFlag(withGuests)).toBeNull();
  });

  it('compares declared counts only with the halls that declared one', () => {
    const total = totalOfHalls([
      hall({ seated: 10, declared: declared(11) }),
      hall({ seated: 5, walkIn: 1, declared: declared(6) }),
      hall({ seated: 100 }),
    ]);
    expect(total).toEqual({
      halls: 3,
      reported: 2,
      differing: 1,
      walkIn: 1,
      seated: 115,
      declared: 17,
      countedWhereReported: 16,
    });
  });

  it('counts the central hall as direct in every mode', () => {
    expect(attendanceWay({ tier: 'CENTRAL', mode: 'TV_ONLY' })).toBe('DIRECT');
    expect(attendanceWay({ tier: 'COMMUNE', mode: 'HYBRID' })).toBe('ONLINE');
    expect(attendanceWay({ tier: 'COMMUNE', mode: 'TV_ONLY' })).toBe('TELEVISION');
  });
});

it('names every count once', () => {
  expect([...FIGURE_KEYS].sort()).toEqual(Object.keys(noFigures()).sort());
});
