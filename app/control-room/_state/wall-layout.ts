/** A tile's place on the canvas, in CSS pixels. */
export interface Tile {
  siteId: string;
  x: number;
  y: number;
}

export interface WallLayout {
  box: WallBox;
  tileWidth: number;
  tileHeight: number;
  /** In the order of the list; a row of tiles has one `y`. */
  tiles: readonly Tile[];
  /** Where each group begins, with the room its name has before the next one. */
  labels: readonly { text: string; x: number; y: number; width: number }[];
  /** Height of a line of names above each row of tiles; 0 when names have no room. */
  labelHeight: number;
}

export interface WallGroup {
  name: string;
  siteIds: readonly string[];
}

export interface WallBox {
  width: number;
  height: number;
}

const RATIO = 16 / 9;
const GAP_PX = 2;
/** Between two groups, in tiles' widths: enough to be seen as a border. */
const GROUP_GAP = 0.35;
/** A group begins on a row only if so many of its tiles fit there: its name needs them. */
const FIRST_TILES = 2;
/** Of a tile's height; never below what is read from a chair, never above a heading. */
const LABEL_SHARE = 0.4;
const LABEL_PX = { least: 20, most: 40 };
/** Below this width of a tile, a group's name would be cut to nothing. */
const LABEL_FROM_WIDTH_PX = 72;
const LARGEST_WIDTH_PX = 320;

/** Lays all halls into the box, as large as they fit, groups one after another in reading order. */
export function layoutWall(groups: readonly WallGroup[], box: WallBox): WallLayout {
  let [fits, tooWide] = [1, Math.min(LARGEST_WIDTH_PX, Math.max(2, box.width)) + 1];
  while (tooWide - fits > 0.25) {
    const middle = (fits + tooWide) / 2;
    if (heightOf(groups, box.width, middle) <= box.height) fits = middle;
    else tooWide = middle;
  }
  return { ...place(groups, box.width, fits), box };
}

function heightOf(groups: readonly WallGroup[], width: number, tileWidth: number): number {
  const { tiles, tileHeight } = place(groups, width, tileWidth);
  return (tiles.at(-1)?.y ?? 0) + tileHeight;
}

function place(
  groups: readonly WallGroup[],
  width: number,
  tileWidth: number,
): Omit<WallLayout, 'box'> {
  const tileHeight = tileWidth / RATIO;
  const labelHeight =
    tileWidth < LABEL_FROM_WIDTH_PX
      ? 0
      : Math.min(LABEL_PX.most, Math.max(LABEL_PX.least, tileHeight * LABEL_SHARE));
  const rowHeight = tileHeight + labelHeight + GAP_PX;
  const tiles: Tile[] = [];
  const labels: WallLayout['labels'][number][] = [];
  let [x, y] = [0, labelHeight];
  for (const group of groups) {
    if (group.siteIds.length === 0) continue;
    if (x > 0) x += tileWidth * GROUP_GAP;
    const firstTiles = Math.min(FIRST_TILES, group.siteIds.length);
    if (x > 0 && x + firstTiles * (tileWidth + GAP_PX) > width + GAP_PX) {
      [x, y] = [0, y + rowHeight];
    }
    const first = labels.length;
    for (const [index, siteId] of group.siteIds.entries()) {
      if (x > 0 && x + tileWidth > width) [x, y] = [0, y + rowHeight];
      if (index === 0) labels.push({ text: group.name, x, y: y - labelHeight, width: 0 });
      tiles.push({ siteId, x, y });
      x += tileWidth + GAP_PX;
      const label = labels[first]!;
      if (y - labelHeight === label.y) label.width = x - GAP_PX - label.x;
    }
  }
  return { tileWidth, tileHeight, tiles, labels, labelHeight };
}

/** The hall under a point of the canvas, or null between tiles. */
export function tileAt(layout: WallLayout, point: { x: number; y: number }): string | null {
  const { tileWidth, tileHeight } = layout;
  const found = layout.tiles.find(
    ({ x, y }) =>
      point.x >= x && point.x < x + tileWidth && point.y >= y && point.y < y + tileHeight,
  );
  return found?.siteId ?? null;
}

export type WallStep = 'LEFT' | 'RIGHT' | 'UP' | 'DOWN' | 'FIRST' | 'LAST';

/** The tile that an arrow key leads to; up and down go to the nearest of the next row. */
export function tileBeside(
  layout: WallLayout,
  siteId: string | null,
  step: WallStep,
): string | null {
  const { tiles } = layout;
  const index = tiles.findIndex((tile) => tile.siteId === siteId);
  const at = tiles[index];
  if (step === 'FIRST' || !at) return tiles[0]?.siteId ?? null;
  if (step === 'LAST') return tiles.at(-1)?.siteId ?? null;
  if (step === 'LEFT') return tiles[Math.max(0, index - 1)]?.siteId ?? null;
  if (step === 'RIGHT') return tiles[Math.min(tiles.length - 1, index + 1)]?.siteId ?? null;
  const beyond = tiles.filter(({ y }) => (step === 'UP' ? y < at.y : y > at.y));
  const rows = beyond.map(({ y }) => y);
  const row = step === 'UP' ? Math.max(...rows) : Math.min(...rows);
  const nearest = beyond
    .filter(({ y }) => y === row)
    .sort((left, right) => Math.abs(left.x - at.x) - Math.abs(right.x - at.x))[0];
  return nearest?.siteId ?? at.siteId;
}
