import { addFigures, attendanceWay, noFigures } from './figures.ts';
import type { FigureCell, SiteMode, SiteTier } from './figures.ts';

/** People of one hall's roster, one unit and one category who sat in the same room, as counted by the database. */
export interface FigureGroup {
  /** The hall of the roster. */
  siteId: string;
  /** The unit of the roster entry; null where it names none. */
  unitId: string | null;
  categoryId: string | null;
  /** The room in which those present sat; null: in the hall of their roster. */
  visitedSiteId: string | null;
  summoned: number;
  present: number;
  excused: number;
  unexcused: number;
  late: number;
  substitute: number;
  leftEarly: number;
}

export interface FigureSite {
  id: string;
  tier: SiteTier;
  mode: SiteMode;
  unitId: string | null;
}

/** Groups of people to cells; who takes part how is decided by the room in which they sat. */
export function cellsOfGroups(
  groups: Iterable<FigureGroup>,
  sites: ReadonlyMap<string, FigureSite>,
): FigureCell[] {
  const cells = new Map<string, FigureCell>();
  for (const group of groups) {
    const unitId = group.unitId ?? sites.get(group.siteId)?.unitId ?? null;
    const key = `${group.siteId} ${unitId} ${group.categoryId}`;
    let cell = cells.get(key);
    if (!cell) {
      const { siteId, categoryId } = group;
      cells.set(key, (cell = { siteId, unitId, categoryId, ...noFigures() }));
    }
    const room = sites.get(group.visitedSiteId ?? group.siteId);
    const way = room ? attendanceWay(room) : 'ONLINE';
    addFigures(cell, {
      ...group,
      presentDirect: way === 'DIRECT' ? group.present : 0,
      presentTelevision: way === 'TELEVISION' ? group.present : 0,
    });
  }
  return [...cells.values()];
}

/** Summoned people present, by the room in which they sat. */
export function seatedByRoom(groups: Iterable<FigureGroup>): Map<string, number> {
  const seated = new Map<string, number>();
  for (const { siteId, visitedSiteId, present } of groups) {
    const room = visitedSiteId ?? siteId;
    if (present > 0) seated.set(room, (seated.get(room) ?? 0) + present);
  }
  return seated;
}
