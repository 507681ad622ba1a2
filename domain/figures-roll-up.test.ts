import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isConsistent, noFigures, totalOf } from './figures.ts';
import type { FigureCell, FigureCounts } from './figures.ts';
import {
  NONE,
  rollUpByCategory,
  rollUpBySite,
  rollUpByUnit,
  subtreeOf,
} from './figures-roll-up.ts';
import { anyCells, UNITS } from './figures.testing.ts';

function cellOf(unitId: string | null, summoned: number): FigureCell {
  return { ...noFigures(), siteId: 's', unitId, categoryId: null, summoned };
}

describe('roll-ups', () => {
  it('by hall and by category sum up to the total', () => {
    fc.assert(
      fc.property(anyCells, (cells) => {
        const total = totalOf(cells);
        for (const sums of [rollUpBySite(cells), rollUpByCategory(cells)]) {
          expect(totalOf(sums.values())).toEqual(total);
          expect([...sums.values()].every(isConsistent)).toBe(true);
        }
      }),
    );
  });

  it('by unit: the roots and the people without a unit sum up to the total', () => {
    fc.assert(
      fc.property(anyCells, (cells) => {
        const sums = rollUpByUnit(cells, UNITS);
        const roots = ['a', 'd', NONE].map((id) => sums.get(id) ?? noFigures());
        expect(totalOf(roots)).toEqual(totalOf(cells));
      }),
    );
  });

  it('by unit: each node is the sum of exactly its subtree', () => {
    fc.assert(
      fc.property(anyCells, (cells) => {
        const sums = rollUpByUnit(cells, UNITS);
        for (const { id } of UNITS) {
          const subtree = subtreeOf(id, UNITS);
          const inside = cells.filter((cell) => cell.unitId !== null && subtree.has(cell.unitId));
          expect(sums.get(id) ?? noFigures()).toEqual(totalOf(inside));
        }
      }),
    );
  });

  it('treats a unit whose parent is out of sight as a root', () => {
    const sums = rollUpByUnit([cellOf('c', 3)], [{ id: 'c', parentId: 'b' }]);
    expect([...sums].map(([id, counts]: [string, FigureCounts]) => [id, counts.summoned])).toEqual([
      ['c', 3],
    ]);
  });

  it('ends even when parents are linked in a circle', () => {
    const circle = [
      { id: 'x', parentId: 'y' },
      { id: 'y', parentId: 'x' },
    ];
    expect(rollUpByUnit([cellOf('x', 2)], circle).get('y')?.summoned).toBe(2);
    expect(subtreeOf('x', circle)).toEqual(new Set(['x', 'y']));
  });
});
