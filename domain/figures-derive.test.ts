import { expect, it } from 'vitest';
import { cellsOfGroups, seatedByRoom } from './figures-derive.ts';
import type { FigureGroup, FigureSite } from './figures-derive.ts';
import { isConsistent, presentOnlineOf, totalOf } from './figures.ts';

const SITES = new Map<string, FigureSite>(
  (
    [
      { id: 'central', tier: 'CENTRAL', mode: 'ONLINE', unitId: 'city' },
      { id: 'online', tier: 'COMMUNE', mode: 'HYBRID', unitId: 'ward' },
      { id: 'television', tier: 'COMMUNE', mode: 'TV_ONLY', unitId: null },
    ] as const
  ).map((site) => [site.id, site]),
);

function group(facts: Partial<FigureGroup>): FigureGroup {
  return {
    siteId: 'online',
    unitId: null,
    categoryId: null,
    visitedSiteId: null,
    summoned: 1,
    present: 1,
    excused: 0,
    unexcused: 0,
    late: 0,
    substitute: 0,
    leftEarly: 0,
    ...facts,
  };
}

it('counts people in the hall of their roster, and how they took part by the room they sat in', () => {
  const groups = [
    group({ summoned: 4, present: 3 }),
    group({ visitedSiteId: 'central' }),
    group({ visitedSiteId: 'television' }),
    group({ siteId: 'television', unitId: 'other' }),
  ];
  const cells = cellsOfGroups(groups, SITES);
  expect(cells.map(({ siteId, unitId }) => [siteId, unitId])).toEqual([
    ['online', 'ward'],
    ['television', 'other'],
  ]);
  expect(cells.every(isConsistent)).toBe(true);
  const total = totalOf(cells);
  expect([total.presentDirect, presentOnlineOf(total), total.presentTelevision]).toEqual([1, 3, 2]);
  expect(seatedByRoom(groups)).toEqual(
    new Map([
      ['online', 3],
      ['central', 1],
      ['television', 2],
    ]),
  );
});

it('keeps the unit of the roster before the unit of the hall', () => {
  const cells = cellsOfGroups([group({ unitId: 'other' }), group({})], SITES);
  expect(cells.map(({ unitId }) => unitId)).toEqual(['other', 'ward']);
});
