import { expect, it } from 'vitest';
import type { FigureTuples } from '#contract/figures-fold.ts';
import { foldFigures } from '#contract/figures-fold.ts';
import { totalOf } from '#domain/figures.ts';
import { toFigures } from './figures-model.ts';
import { runningSession, sessionState } from './session-info.ts';

const STATE: FigureTuples = {
  structure: {
    sites: [
      { id: 's1', code: '1', name: 'Một', tier: 'CENTRAL', mode: 'ONLINE', unit: 1 },
      { id: 's2', code: '2', name: 'Hai', tier: 'COMMUNE', mode: 'ONLINE', unit: -1 },
    ],
    units: [
      { id: 'u1', name: 'Trên', parent: -1 },
      { id: 'u2', name: 'Dưới', parent: 0 },
    ],
    categories: [{ id: 'k', name: 'Cấp ủy' }],
  },
  cells: [
    [0, 1, 0, 10, 6, 1, 1, 2, 1, 0, 6, 0],
    [1, -1, -1, 5, 0, 0, 0, 0, 0, 0, 0, 0],
  ],
  halls: [[0, 2, 6, null, null]],
  arrivals: [['2026-12-01T01:00:00.000Z', 6]],
};

it('sums every view from the same cells', () => {
  const figures = toFigures(STATE);
  expect(figures.total).toMatchObject({ summoned: 15, present: 6 });
  for (const rows of [figures.sites, figures.categories]) {
    expect(totalOf(rows.map(({ counts }) => counts))).toEqual(figures.total);
  }
  expect(figures.units.map(({ name, counts }) => [name, counts.summoned])).toEqual([
    ['Trên', 10],
    ['Dưới', 10],
  ]);
  expect(figures.withoutUnit?.summoned).toBe(5);
  expect(figures.halls).toMatchObject({ halls: 1, reported: 0, walkIn: 2 });
  expect(figures.sites[1]?.hall).toBeNull();
});

it('takes changed rows in place of known ones, twice as well as once', () => {
  const change = {
    cells: [[1, -1, -1, 5, 5, 0, 0, 0, 0, 0, 0, 0]],
    halls: [[0, 2, 6, 8, '2026-12-01T01:05:00.000Z'] as FigureTuples['halls'][number]],
    arrivals: [['2026-12-01T01:01:00.000Z', 5] as FigureTuples['arrivals'][number]],
  };
  const once = foldFigures(STATE, change);
  const figures = toFigures(once);
  expect(figures.total.present).toBe(11);
  expect(figures.halls).toMatchObject({ reported: 1, differing: 0, declared: 8 });
  expect(figures.curve.map(([, people]) => people)).toEqual([6, 5]);
  expect(toFigures(foldFigures(once, change))).toEqual(figures);
});

it('goes straight to the one session whose doors are open', () => {
  const at = (hours: number) => new Date(Date.UTC(2026, 11, 1, hours));
  const session = (facts: object) => ({
    openedAt: at(0),
    closedAt: null,
    endsAt: at(4),
    ...facts,
  });
  const open = session({});
  const planned = session({ openedAt: null, endsAt: at(10) });
  const closed = session({ closedAt: at(4) });
  expect([open, planned, closed].map(sessionState)).toEqual(['open', 'planned', 'closed']);
  expect(runningSession([closed, open, planned], at(3).getTime())).toBe(open);
  expect(runningSession([open, session({})], at(3).getTime())).toBeNull();
  expect(runningSession([open], at(8).getTime())).toBeNull();
});
