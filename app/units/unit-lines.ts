import { foldKey } from '#domain/text/fold.ts';

export interface UnitEntry {
  id: string;
  code: string;
  name: string;
  parentId: string | null;
  validTo: string | null;
}

export interface UnitLine<U extends UnitEntry> {
  unit: U;
  /** 0 for a root of what is shown. */
  depth: number;
  /** It is shown only because something below it was looked for. */
  isWayOnly: boolean;
}

export type UnitStanding = 'CURRENT' | 'ENDED' | 'ALL';

const collator = new Intl.Collator('vi', { numeric: true });

/** True when the unit's last day is before `today` (both `yyyy-MM-dd`). */
export function hasEnded(unit: { validTo: string | null }, today: string): boolean {
  return unit.validTo !== null && unit.validTo < today;
}

/**
 * The tree as lines from top to bottom, siblings by name: those that fit the search (words without
 * marks, of name or code) and the standing, with the way down to them.
 */
export function unitLines<U extends UnitEntry>(
  units: readonly U[],
  asked: { search: string; standing: UnitStanding; today: string },
): UnitLine<U>[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const fitting = new Set(units.filter(createFit(asked)).map((unit) => unit.id));
  const shown = new Set(fitting);
  for (const id of fitting) addWay(byId, shown, id);
  const children = new Map<string | null, U[]>();
  for (const unit of units) {
    if (!shown.has(unit.id)) continue;
    const above = unit.parentId !== null && byId.has(unit.parentId) ? unit.parentId : null;
    const siblings = children.get(above);
    if (siblings) siblings.push(unit);
    else children.set(above, [unit]);
  }
  const lines: UnitLine<U>[] = [];
  const walk = (parentId: string | null, depth: number) => {
    const siblings = children.get(parentId) ?? [];
    for (const unit of siblings.sort((a, b) => collator.compare(a.name, b.name))) {
      lines.push({ unit, depth, isWayOnly: !fitting.has(unit.id) });
      walk(unit.id, depth + 1);
    }
  };
  walk(null, 0);
  return lines;
}

function createFit(asked: { search: string; standing: UnitStanding; today: string }) {
  const words = foldKey(asked.search).split(' ').filter(Boolean);
  return (unit: UnitEntry) => {
    if (asked.standing !== 'ALL') {
      if (hasEnded(unit, asked.today) !== (asked.standing === 'ENDED')) return false;
    }
    const text = ` ${foldKey(`${unit.code} ${unit.name}`)}`;
    return words.every((word) => text.includes(` ${word}`));
  };
}

function addWay(byId: ReadonlyMap<string, UnitEntry>, shown: Set<string>, id: string): void {
  let above = byId.get(id)?.parentId ?? null;
  while (above !== null && !shown.has(above)) {
    shown.add(above);
    above = byId.get(above)?.parentId ?? null;
  }
}
