import { foldKey } from '#domain/text/fold.ts';
import type { Figures, FigureSiteRow, FigureUnitRow } from './figures-model.ts';

export interface UnitNode {
  unit: FigureUnitRow;
  depth: number;
  children: UnitNode[];
  /** Halls that this unit holds itself. */
  sites: FigureSiteRow[];
}

export type TreeLine =
  | { kind: 'unit'; id: string; node: UnitNode; isOpen: boolean; canOpen: boolean }
  | { kind: 'site'; id: string; site: FigureSiteRow; depth: number };

/** The units as a forest, with their halls; units and halls without anybody summoned are left out. */
export function growTree(figures: Pick<Figures, 'units' | 'sites'>): UnitNode[] {
  const nodes = new Map<string, UnitNode>();
  const roots: UnitNode[] = [];
  for (const unit of figures.units) {
    const parent = unit.parentId === null ? undefined : nodes.get(unit.parentId);
    const node: UnitNode = { unit, depth: (parent?.depth ?? -1) + 1, children: [], sites: [] };
    nodes.set(unit.id, node);
    (parent?.children ?? roots).push(node);
  }
  for (const site of figures.sites) {
    if (site.unitId !== null) nodes.get(site.unitId)?.sites.push(site);
  }
  return arrange(roots);
}

/** Large units before the many small ones beside them; otherwise by name, as they came. */
function arrange(nodes: readonly UnitNode[]): UnitNode[] {
  const inhabited = nodes.filter(isInhabited);
  for (const node of inhabited) node.children = arrange(node.children);
  return [
    ...inhabited.filter((node) => node.children.length > 0),
    ...inhabited.filter((node) => node.children.length === 0),
  ];
}

function isInhabited(node: UnitNode): boolean {
  return node.unit.counts.summoned > 0 || node.sites.length > 0 || node.children.some(isInhabited);
}

/**
 * The lines to draw: the open branches, or, while something is searched, the branches that lead to a
 * match and everything directly below a matching unit.
 */
export function treeLines(
  roots: readonly UnitNode[],
  { open, search }: { open: ReadonlySet<string>; search: string },
): TreeLine[] {
  const words = foldKey(search).split(' ').filter(Boolean);
  return words.length === 0
    ? roots.flatMap((root) => openLines(root, open))
    : roots.flatMap((root) => foundLines(root, words));
}

function openLines(node: UnitNode, open: ReadonlySet<string>): TreeLine[] {
  const isOpen = open.has(node.unit.id);
  const line = unitLine(node, isOpen);
  if (!isOpen) return [line];
  return [
    line,
    ...node.sites.map((site) => siteLine(site, node.depth + 1)),
    ...node.children.flatMap((child) => openLines(child, open)),
  ];
}

function foundLines(node: UnitNode, words: readonly string[]): TreeLine[] {
  const isFound = matches(node.unit.name, words);
  const below = node.children.flatMap((child) => foundLines(child, words));
  const sites = node.sites.filter((site) => isFound || matches(`${site.name} ${site.code}`, words));
  if (!isFound && below.length === 0 && sites.length === 0) return [];
  return [unitLine(node, true), ...sites.map((site) => siteLine(site, node.depth + 1)), ...below];
}

function unitLine(node: UnitNode, isOpen: boolean): TreeLine {
  const canOpen = node.children.length > 0 || node.sites.length > 0;
  return { kind: 'unit', id: node.unit.id, node, isOpen: isOpen && canOpen, canOpen };
}

function siteLine(site: FigureSiteRow, depth: number): TreeLine {
  return { kind: 'site', id: site.id, site, depth };
}

function matches(text: string, words: readonly string[]): boolean {
  const key = foldKey(text);
  return words.every((word) => key.includes(word));
}
