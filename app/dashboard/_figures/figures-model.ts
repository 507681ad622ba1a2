import { readArrivalCurve, readCells, readHalls } from '#contract/figures-fold.ts';
import type { FigureTuples } from '#contract/figures-fold.ts';
import { noFigures, totalOf, totalOfHalls } from '#domain/figures.ts';
import type { FigureCounts, HallFigures, HallsTotal, SiteMode, SiteTier } from '#domain/figures.ts';
import { rollUpByCategory, rollUpBySite, rollUpByUnit } from '#domain/figures-roll-up.ts';

export interface FigureSiteRow {
  id: string;
  code: string;
  name: string;
  tier: SiteTier;
  mode: SiteMode;
  unitId: string | null;
  unitName: string;
  counts: FigureCounts;
  /** Null: the hall's own count is beyond the reader's reach. */
  hall: HallFigures | null;
}

export interface FigureUnitRow {
  id: string;
  name: string;
  parentId: string | null;
  /** Of the whole subtree. */
  counts: FigureCounts;
}

export interface FigureCategoryRow {
  id: string;
  /** '' for people without a category. */
  name: string;
  counts: FigureCounts;
}

/** Everything the dashboard shows, derived from one state of the stream: no figure has two sources. */
export interface Figures {
  total: FigureCounts;
  halls: HallsTotal;
  sites: FigureSiteRow[];
  /** Parents stand before their children. */
  units: FigureUnitRow[];
  /** People whose unit is not known. */
  withoutUnit: FigureCounts | null;
  categories: FigureCategoryRow[];
  curve: [atMs: number, people: number][];
}

const NOBODY = '';

export function toFigures(state: FigureTuples): Figures {
  const { structure } = state;
  const cells = readCells(state);
  const halls = readHalls(state);
  const units = structure.units.map(({ id, name, parent }) => ({
    id,
    name,
    parentId: structure.units[parent]?.id ?? null,
  }));
  const byUnit = rollUpByUnit(cells, units);
  const bySite = rollUpBySite(cells);
  const byCategory = rollUpByCategory(cells);
  const categories = [...structure.categories, { id: NOBODY, name: '' }];
  return {
    total: totalOf(cells),
    halls: totalOfHalls(halls.values()),
    sites: structure.sites.map(({ unit, ...site }) => ({
      ...site,
      unitId: structure.units[unit]?.id ?? null,
      unitName: structure.units[unit]?.name ?? '',
      counts: bySite.get(site.id) ?? noFigures(),
      hall: halls.get(site.id) ?? null,
    })),
    units: units.map((unit) => ({ ...unit, counts: byUnit.get(unit.id) ?? noFigures() })),
    withoutUnit: byUnit.get(NOBODY) ?? null,
    categories: categories.flatMap((category) => {
      const counts = byCategory.get(category.id);
      return counts ? [{ ...category, counts }] : [];
    }),
    curve: readArrivalCurve(state.arrivals),
  };
}
