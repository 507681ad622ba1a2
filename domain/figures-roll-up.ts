import { addFigures, noFigures } from './figures.ts';
import type { FigureCell, FigureCounts } from './figures.ts';

export interface FigureUnit {
  id: string;
  parentId: string | null;
}

/** Key of people without a unit or a category in a roll-up. */
export const NONE = '';

/** Sums by a key of each cell. */
export function rollUpBy<K>(
  cells: Iterable<FigureCell>,
  keyOf: (cell: FigureCell) => K,
): Map<K, FigureCounts> {
  const sums = new Map<K, FigureCounts>();
  for (const cell of cells) {
    const key = keyOf(cell);
    let sum = sums.get(key);
    if (!sum) sums.set(key, (sum = noFigures()));
    addFigures(sum, cell);
  }
  return sums;
}

/** By điểm cầu of the roster. */
export function rollUpBySite(cells: Iterable<FigureCell>): Map<string, FigureCounts> {
  return rollUpBy(cells, (cell) => cell.siteId);
}

/** By thành phần; people without one under `NONE`. */
export function rollUpByCategory(cells: Iterable<FigureCell>): Map<string, FigureCounts> {
  return rollUpBy(cells, (cell) => cell.categoryId ?? NONE);
}

/**
 * By đơn vị: each unit holds the sum of its whole subtree, so the roots (and `NONE`) sum up to the
 * total. A unit whose parent is not in the list is a root; units without anybody are left out.
 */
export function rollUpByUnit(
  cells: Iterable<FigureCell>,
  units: Iterable<FigureUnit>,
): Map<string, FigureCounts> {
  const parents = new Map<string, string | null>();
  for (const unit of units) parents.set(unit.id, unit.parentId);
  const own = rollUpBy(cells, (cell) =>
    cell.unitId !== null && parents.has(cell.unitId) ? cell.unitId : NONE,
  );
  const sums = new Map<string, FigureCounts>();
  for (const [unitId, counts] of own) {
    for (const id of unitId === NONE ? [NONE] : ancestry(unitId, parents)) {
      let sum = sums.get(id);
      if (!sum) sums.set(id, (sum = noFigures()));
      addFigures(sum, counts);
    }
  }
  return sums;
}

/** The unit and everything above it, each once, however the parents are linked. */
function ancestry(unitId: string, parents: Map<string, string | null>): Set<string> {
  const ids = new Set<string>();
  let id: string | null | undefined = unitId;
  while (id && parents.has(id) && !ids.has(id)) {
    ids.add(id);
    id = parents.get(id);
  }
  return ids;
}

/** The ids of a unit's whole subtree, itself included. */
export function subtreeOf(unitId: string, units: Iterable<FigureUnit>): Set<string> {
  const children = new Map<string, string[]>();
  for (const { id, parentId } of units) {
    if (parentId === null) continue;
    const siblings = children.get(parentId);
    if (siblings) siblings.push(id);
    else children.set(parentId, [id]);
  }
  const found = new Set([unitId]);
  for (const id of found) for (const child of children.get(id) ?? []) found.add(child);
  return found;
}
