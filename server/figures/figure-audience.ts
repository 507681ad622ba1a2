import { createHash } from 'node:crypto';
import type {
  ArrivalTuple,
  CellTuple,
  FigureSnapshot,
  FigureStructure,
  HallTuple,
} from '#contract/figures.ts';
import type { StructureSite, StructureUnit } from '#db/queries/figures.ts';
import { FIGURE_KEYS } from '#domain/figures.ts';
import type { FigureCell, HallFigures } from '#domain/figures.ts';
import type { Reach } from '#domain/permissions.ts';
import type { FigureChange, FigureState } from './figure-state.ts';

export type FigureDelta = Omit<FigureSnapshot, 'structure'>;

const MINUTE_MS = 60_000;

/** Readers with the same reach share one audience: what they may see is cut out once for all of them. */
export function audienceKey(reach: Reach): string {
  if (reach.kind === 'ALL') return 'all';
  const sorted = [[...reach.unitPaths].sort(), [...reach.siteIds].sort()];
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 20);
}

/** The stream that readers of that reach follow. */
export function figureStream(sessionId: string, reach: Reach): string {
  return `figures:${sessionId}:${audienceKey(reach)}`;
}

/** One session as the readers of one reach may see it. */
export class FigureAudience {
  readonly stream: string;
  readonly #reach: Reach;
  #siteIndex = new Map<string, number>();
  #unitIndex = new Map<string, number>();
  #categoryIndex = new Map<string, number>();
  #structure: FigureStructure = { sites: [], units: [], categories: [] };
  #curve = new Map<number, number>();
  #snapshot: FigureSnapshot | null = null;

  constructor(state: FigureState, reach: Reach) {
    this.stream = figureStream(state.sessionId, reach);
    this.#reach = reach;
    this.rebuild(state);
    this.#updateCurve(state);
  }

  /** Everything the readers may see now; made once for all who ask before the next change. */
  snapshot(state: FigureState): FigureSnapshot {
    this.#snapshot ??= {
      structure: this.#structure,
      cells: this.#cellTuples(state.cells(), state),
      halls: this.#hallTuples(state.halls(), state),
      arrivals: [...this.#curve].sort(([a], [b]) => a - b).map(toArrivalTuple),
    };
    return this.#snapshot;
  }

  /** @returns what a change means to these readers; null when it is nothing */
  changed(change: FigureChange, state: FigureState): FigureDelta | null {
    const delta = {
      cells: this.#cellTuples(change.cells, state),
      halls: this.#hallTuples(change.halls, state),
      arrivals: change.hasArrivals ? this.#updateCurve(state) : [],
    };
    const isEmpty =
      delta.cells.length === 0 && delta.halls.length === 0 && delta.arrivals.length === 0;
    if (isEmpty) return null;
    this.#snapshot = null;
    return delta;
  }

  /**
   * The halls, units or categories may have changed.
   * @returns whether these readers' lists did, so that they need a new snapshot
   */
  rebuild(state: FigureState): boolean {
    const before = JSON.stringify(this.#structure);
    const cells = state.cells().filter((cell) => this.#seesPeople(cell, state));
    const units = this.#unitsOf(cells, state);
    const siteIds = new Set(cells.map((cell) => cell.siteId));
    const sites = [...state.sites.values()].filter(
      (site) => siteIds.has(site.id) || this.#seesHall(site, state),
    );
    this.#unitIndex = indexOf(units);
    this.#siteIndex = indexOf(sites);
    this.#categoryIndex = indexOf(state.categories);
    this.#structure = {
      sites: sites.map(({ unitId, ...site }) => ({ ...site, unit: this.#unitPlace(unitId) })),
      units: units.map(({ id, name, parentId }) => ({
        id,
        name,
        parent: this.#unitPlace(parentId),
      })),
      categories: [...state.categories],
    };
    if (JSON.stringify(this.#structure) === before) return false;
    this.#snapshot = null;
    this.#updateCurve(state);
    return true;
  }

  /** Units of the visible people and halls with what is above them, as far as it is in reach. */
  #unitsOf(cells: FigureCell[], state: FigureState): StructureUnit[] {
    const ids = new Set<string>();
    const own = new Set(cells.map((cell) => cell.unitId));
    for (const site of state.sites.values()) if (this.#seesHall(site, state)) own.add(site.unitId);
    for (const unitId of own) {
      if (unitId === null) continue;
      for (const id of (state.units.get(unitId)?.path ?? '').split('/')) {
        const unit = state.units.get(id);
        if (unit && (id === unitId || this.#reachesPath(unit.path))) ids.add(id);
      }
    }
    return [...state.units.values()].filter((unit) => ids.has(unit.id));
  }

  #cellTuples(cells: readonly FigureCell[], state: FigureState): CellTuple[] {
    return cells
      .filter((cell) => this.#siteIndex.has(cell.siteId) && this.#seesPeople(cell, state))
      .map((cell) => [
        this.#siteIndex.get(cell.siteId) ?? -1,
        this.#unitPlace(cell.unitId),
        this.#categoryIndex.get(cell.categoryId ?? '') ?? -1,
        ...FIGURE_KEYS.map((key) => cell[key]),
      ]);
  }

  #hallTuples(halls: readonly HallFigures[], state: FigureState): HallTuple[] {
    const tuples: HallTuple[] = [];
    for (const { siteId, walkIn, seated, declared } of halls) {
      const site = state.sites.get(siteId);
      const place = this.#siteIndex.get(siteId);
      if (!site || place === undefined || !this.#seesHall(site, state)) continue;
      const at = declared ? new Date(declared.happenedAtMs).toISOString() : null;
      tuples.push([place, walkIn, seated, declared?.count ?? null, at]);
    }
    return tuples;
  }

  /** @returns the minutes that changed since the readers last heard of them */
  #updateCurve(state: FigureState): ArrivalTuple[] {
    const fresh = new Map<number, number>();
    for (const group of state.arrivals()) {
      if (!this.#seesPeople(group, state)) continue;
      for (const [minute, people] of group.minutes) {
        fresh.set(minute, (fresh.get(minute) ?? 0) + people);
      }
    }
    for (const minute of this.#curve.keys()) if (!fresh.has(minute)) fresh.set(minute, 0);
    const changed = [...fresh].filter(([minute, people]) => this.#curve.get(minute) !== people);
    this.#curve = fresh;
    return changed.map(toArrivalTuple);
  }

  #unitPlace(unitId: string | null): number {
    return unitId === null ? -1 : (this.#unitIndex.get(unitId) ?? -1);
  }

  #seesPeople(of: { siteId: string; unitId: string | null }, state: FigureState): boolean {
    if (this.#reach.kind === 'ALL') return true;
    const path = of.unitId === null ? null : state.units.get(of.unitId)?.path;
    return this.#reach.siteIds.includes(of.siteId) || this.#reachesPath(path ?? null);
  }

  #seesHall(site: StructureSite, state: FigureState): boolean {
    return this.#seesPeople({ siteId: site.id, unitId: site.unitId }, state);
  }

  #reachesPath(path: string | null): boolean {
    if (this.#reach.kind === 'ALL') return true;
    return path !== null && this.#reach.unitPaths.some((reached) => path.startsWith(reached));
  }
}

function indexOf(rows: readonly { id: string }[]): Map<string, number> {
  return new Map(rows.map((row, index) => [row.id, index]));
}

function toArrivalTuple([minute, people]: [number, number]): ArrivalTuple {
  return [new Date(minute * MINUTE_MS).toISOString(), people];
}
