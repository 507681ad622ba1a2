import { readCells, readHalls } from '#contract/figures-fold.ts';
import type { FigureTuples } from '#contract/figures-fold.ts';
import {
  addFigures,
  countedInHall,
  hallFlag,
  noFigures,
  totalOf,
  totalOfHalls,
} from '#domain/figures.ts';
import type { FigureCounts, HallFigures, HallsTotal, SiteTier } from '#domain/figures.ts';
import { NONE, rollUpBy, rollUpBySite, rollUpByUnit } from '#domain/figures-roll-up.ts';
import { formatCount } from '#domain/text/number-format.ts';

export interface ReportLine {
  name: string;
  counts: FigureCounts;
  note: string;
}

/** A block of the report: a Roman numeral, its sum, its lines. */
export interface ReportGroup extends ReportLine {
  lines: ReportLine[];
}

/** What a figures workbook says; the groups sum up to the total. */
export interface FigureReport {
  groups: ReportGroup[];
  total: FigureCounts;
  halls: HallsTotal;
  tiers: SiteTier[];
}

const TIER_NAMES: Record<SiteTier, string> = {
  CENTRAL: 'Điểm cầu trung tâm',
  DISTRICT: 'Điểm cầu cấp huyện',
  COMMUNE: 'Điểm cầu cấp xã',
  OTHER: 'Điểm cầu khác',
};

/** By điểm cầu: a group for each level. */
export function reportBySite(figures: FigureTuples): FigureReport {
  const cells = readCells(figures);
  const bySite = rollUpBySite(cells);
  const halls = readHalls(figures);
  const groups = Map.groupBy(figures.structure.sites, ({ tier }) => tier);
  return {
    ...reportOf(figures),
    groups: [...groups].map(([tier, sites]) =>
      groupOf(
        TIER_NAMES[tier],
        sites.map(({ id, name }) => {
          const counts = bySite.get(id) ?? noFigures();
          return { name, counts, note: noteOf(counts, halls.get(id)) };
        }),
      ),
    ),
  };
}

interface UnitNode {
  name: string;
  subtree: FigureCounts;
  /** People who count for the unit itself and not for one below it. */
  own: FigureCounts | undefined;
  children: UnitNode[];
}

/** By đơn vị: a group for each large unit below a root, then one for what hangs on the root itself. */
export function reportByUnit(figures: FigureTuples): FigureReport {
  const { roots, withoutUnit } = growUnits(figures);
  const groups = roots.flatMap(groupsOfRoot);
  if (withoutUnit) {
    const line = { name: 'Chưa gắn đơn vị', counts: withoutUnit, note: noteOf(withoutUnit) };
    groups.push(groupOf('Đại biểu chưa gắn đơn vị', [line]));
  }
  return { ...reportOf(figures), groups };
}

function growUnits(figures: FigureTuples): {
  roots: UnitNode[];
  withoutUnit: FigureCounts | undefined;
} {
  const { units } = figures.structure;
  const cells = readCells(figures);
  const parents = units.map(({ id, parent }) => ({ id, parentId: units[parent]?.id ?? null }));
  const subtrees = rollUpByUnit(cells, parents);
  const own = rollUpBy(cells, (cell) => cell.unitId ?? NONE);
  const nodes: UnitNode[] = [];
  const roots: UnitNode[] = [];
  for (const { id, name, parent } of units) {
    const subtree = subtrees.get(id);
    const node = { name, subtree: subtree ?? noFigures(), own: own.get(id), children: [] };
    nodes.push(node);
    if (subtree) (nodes[parent]?.children ?? roots).push(node);
  }
  return { roots, withoutUnit: subtrees.get(NONE) };
}

function groupsOfRoot(root: UnitNode): ReportGroup[] {
  const large = root.children.filter(({ children }) => children.length > 0);
  const small = root.children.filter(({ children }) => children.length === 0);
  const rest = [...ownLine(root), ...small.map(lineOf)];
  const name = large.length > 0 ? `Trực thuộc ${root.name}` : root.name;
  return [
    ...large.map((unit) => groupOf(unit.name, [...ownLine(unit), ...unit.children.map(lineOf)])),
    ...(rest.length > 0 ? [groupOf(name, rest)] : []),
  ];
}

function ownLine({ name, own }: UnitNode): ReportLine[] {
  return own ? [{ name, counts: own, note: noteOf(own) }] : [];
}

function lineOf({ name, subtree }: UnitNode): ReportLine {
  return { name, counts: subtree, note: noteOf(subtree) };
}

function groupOf(name: string, lines: ReportLine[]): ReportGroup {
  const counts = noFigures();
  for (const line of lines) addFigures(counts, line.counts);
  return { name, counts, note: '', lines };
}

function reportOf(figures: FigureTuples): Omit<FigureReport, 'groups'> {
  return {
    total: totalOf(readCells(figures)),
    halls: totalOfHalls(readHalls(figures).values()),
    tiers: figures.structure.sites.map(({ tier }) => tier),
  };
}

/** What the columns leave out: people who left, guests, and a declared headcount that differs. */
function noteOf(counts: FigureCounts, hall?: HallFigures): string {
  const notes: string[] = [];
  if (counts.leftEarly > 0) notes.push(`về sớm ${formatCount(counts.leftEarly)}`);
  if (hall && hall.walkIn > 0) notes.push(`ngoài danh sách ${formatCount(hall.walkIn)}`);
  if (hall && hallFlag(hall) === 'NOT_REPORTED') notes.push('chưa báo cáo quân số');
  if (hall?.declared && hallFlag(hall) === 'DECLARED_DIFFERS') {
    const { count } = hall.declared;
    notes.push(
      `báo cáo ${formatCount(count)}, điểm danh tại chỗ ${formatCount(countedInHall(hall))}`,
    );
  }
  const note = notes.join('; ');
  return note.charAt(0).toLocaleUpperCase('vi') + note.slice(1);
}
