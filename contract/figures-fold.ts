import type { FigureCell, HallFigures } from '#domain/figures.ts';
import type { ArrivalTuple, CellTuple, FigureStructure, HallTuple } from './figures.ts';

/** What a reader of `figures:subscribe` keeps. */
export interface FigureTuples {
  structure: FigureStructure;
  cells: CellTuple[];
  halls: HallTuple[];
  arrivals: ArrivalTuple[];
}

/** Puts the changed rows of a `figures:changed` in place of the known ones; twice is as good as once. */
export function foldFigures<S extends FigureTuples>(
  state: S,
  change: Omit<FigureTuples, 'structure'>,
): S {
  return {
    ...state,
    cells: replaceRows(state.cells, change.cells, ([site, unit, category]) =>
      [site, unit, category].join(),
    ),
    halls: replaceRows(state.halls, change.halls, ([site]) => site),
    arrivals: replaceRows(state.arrivals, change.arrivals, ([minute]) => minute),
  };
}

/** The cells with their ids and names of counts. */
export function readCells({ structure, cells }: FigureTuples): FigureCell[] {
  // Written out: this runs for thousands of cells each time a figure moves.
  return cells.map((tuple) => ({
    siteId: structure.sites[tuple[0] ?? -1]?.id ?? '',
    unitId: structure.units[tuple[1] ?? -1]?.id ?? null,
    categoryId: structure.categories[tuple[2] ?? -1]?.id ?? null,
    summoned: tuple[3] ?? 0,
    present: tuple[4] ?? 0,
    excused: tuple[5] ?? 0,
    unexcused: tuple[6] ?? 0,
    late: tuple[7] ?? 0,
    substitute: tuple[8] ?? 0,
    leftEarly: tuple[9] ?? 0,
    presentDirect: tuple[10] ?? 0,
    presentTelevision: tuple[11] ?? 0,
  }));
}

/** The halls whose rooms the reader may see, by id. */
export function readHalls({ structure, halls }: FigureTuples): Map<string, HallFigures> {
  const found = new Map<string, HallFigures>();
  for (const [site, walkIn, seated, declaredCount, declaredAt] of halls) {
    const siteId = structure.sites[site]?.id;
    if (siteId === undefined) continue;
    const declared =
      declaredCount === null || declaredAt === null
        ? null
        : { count: declaredCount, happenedAtMs: Date.parse(declaredAt) };
    found.set(siteId, { siteId, walkIn, seated, declared });
  }
  return found;
}

/** The arrival curve by minute, in order; minutes taken back to nobody are left out. */
export function readArrivalCurve(
  arrivals: readonly ArrivalTuple[],
): [atMs: number, people: number][] {
  return arrivals
    .filter(([, people]) => people > 0)
    .map(([minute, people]): [number, number] => [Date.parse(minute), people])
    .sort(([a], [b]) => a - b);
}

function replaceRows<R>(
  known: readonly R[],
  changed: readonly R[],
  keyOf: (row: R) => unknown,
): R[] {
  if (changed.length === 0) return known as R[];
  const byKey = new Map(changed.map((row) => [keyOf(row), row]));
  const rows = known.map((row) => {
    const key = keyOf(row);
    const fresh = byKey.get(key);
    byKey.delete(key);
    return fresh ?? row;
  });
  return [...rows, ...byKey.values()];
}
