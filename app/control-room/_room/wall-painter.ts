import type { HallRow, HallStatus } from '../_state/hall-row.ts';
import type { RoomStore } from '../_state/room-store.ts';
import type { StillStore } from '../_state/still-store.ts';
import type { Tile, WallLayout } from '../_state/wall-layout.ts';
import { STATUS_COLOURS } from './hall-looks.ts';
import { shortName } from './short-name.ts';

interface PainterParts {
  canvas: HTMLCanvasElement;
  store: RoomStore;
  stills: StillStore;
  /** The letter of each state, in the reader's language. */
  letters: Record<HallStatus, string>;
}

const EDGE_PX = 2;
/** From this width on a tile has room for its hall's name. */
const NAME_FROM_WIDTH_PX = 88;
const SMALLEST_LETTER_PX = 8;
const LARGEST_LETTER_PX = 22;
/** A hall that the filter leaves out stays in its place, hardly to be seen. */
const LEFT_OUT_ALPHA = 0.18;

/**
 * Paints the wall: one canvas, and of it only the tiles that changed. It listens by itself, so that no
 * event makes React draw anything.
 */
export class WallPainter {
  readonly #parts: PainterParts;
  readonly #context: CanvasRenderingContext2D;
  readonly #colours: (token: string) => string;
  readonly #family: string;
  readonly #dirty = new Set<string>();
  readonly #stops: (() => void)[];
  #layout: WallLayout | null = null;
  #tiles = new Map<string, Tile>();
  #painted = new Map<string, { row: HallRow; isSelected: boolean; isListed: boolean }>();
  readonly #fitted = new Map<string, string>();
  #listed: ReadonlySet<string> = new Set();
  #listedFrom: readonly string[] | null = null;
  #frame = 0;
  #isAllDirty = true;

  /** @throws Error when the browser has no canvas to paint on */
  constructor(parts: PainterParts) {
    this.#parts = parts;
    const context = parts.canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('the browser gives no canvas');
    this.#context = context;
    const style = getComputedStyle(parts.canvas);
    this.#family = style.fontFamily;
    const known = new Map<string, string>();
    this.#colours = (token) => {
      let colour = known.get(token);
      if (!colour) known.set(token, (colour = style.getPropertyValue(token).trim()));
      return colour;
    };
    this.#stops = [
      parts.store.subscribe(() => this.#changed()),
      parts.stills.onPicture((siteId) => {
        this.#dirty.add(siteId);
        this.#ask();
      }),
    ];
  }

  /** @param box size of the canvas in CSS pixels */
  resize(layout: WallLayout, box: { width: number; height: number }): void {
    const { canvas } = this.#parts;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.max(1, Math.round(box.width * ratio));
    canvas.height = Math.max(1, Math.round(box.height * ratio));
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#layout = layout;
    this.#tiles = new Map(layout.tiles.map((tile) => [tile.siteId, tile]));
    this.#fitted.clear();
    this.#isAllDirty = true;
    this.#ask();
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    for (const stop of this.#stops) stop();
  }

  #changed(): void {
    const { listed } = this.#parts.store.getState();
    if (listed !== this.#listedFrom) {
      this.#listedFrom = listed;
      this.#listed = new Set(listed);
    }
    this.#ask();
  }

  #ask(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  #paint(): void {
    if (!this.#layout) return;
    if (this.#listedFrom === null) this.#changed();
    if (this.#isAllDirty) this.#paintGround(this.#layout);
    const { rows, selectedSiteId } = this.#parts.store.getState();
    for (const [siteId, tile] of this.#tiles) {
      const row = rows.get(siteId);
      if (!row) continue;
      const isSelected = siteId === selectedSiteId;
      const isListed = this.#listed.has(siteId);
      const before = this.#painted.get(siteId);
      const isSame =
        before?.row === row && before.isSelected === isSelected && before.isListed === isListed;
      if (isSame && !this.#isAllDirty && !this.#dirty.has(siteId)) continue;
      this.#painted.set(siteId, { row, isSelected, isListed });
      this.#paintTile(tile, { row, isSelected, isListed });
    }
    this.#isAllDirty = false;
    this.#dirty.clear();
  }

  #paintGround({ labels, labelHeight }: WallLayout): void {
    const { canvas } = this.#parts;
    const context = this.#context;
    context.fillStyle = this.#colours('--sunken');
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (labelHeight === 0) return;
    context.fillStyle = this.#colours('--ink-2');
    context.font = `500 ${labelHeight * 0.65}px ${this.#family}`;
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    for (const { text, x, y, width } of labels) {
      context.fillText(this.#fitting(text, width), x, y + labelHeight / 2);
    }
  }

  #paintTile(
    { siteId, x, y }: Tile,
    { row, isSelected, isListed }: { row: HallRow; isSelected: boolean; isListed: boolean },
  ): void {
    const { tileWidth: width, tileHeight: height } = this.#layout!;
    const context = this.#context;
    const colours = STATUS_COLOURS[row.status];
    context.save();
    context.fillStyle = this.#colours('--sunken');
    context.fillRect(x - 1, y - 1, width + 2, height + 2);
    context.globalAlpha = isListed ? 1 : LEFT_OUT_ALPHA;
    context.fillStyle = this.#colours(row.status === 'ON_AIR' ? '--on-air-soft' : colours.fill);
    context.fillRect(x, y, width, height);
    const picture = row.hall.line === 'UP' ? this.#parts.stills.picture(siteId) : null;
    if (picture) context.drawImage(picture, x, y, width, height);
    const edge = Math.min(EDGE_PX, width / 12);
    context.lineWidth = edge;
    context.strokeStyle = this.#colours(colours.edge);
    context.strokeRect(x + edge / 2, y + edge / 2, width - edge, height - edge);
    if (width >= NAME_FROM_WIDTH_PX) this.#paintName(row, { x, y });
    this.#paintLetter(row, { x, y });
    if (isSelected) {
      context.globalAlpha = 1;
      context.lineWidth = EDGE_PX;
      context.strokeStyle = this.#colours('--ink');
      context.strokeRect(x, y, width, height);
    }
    context.restore();
  }

  #paintName({ hall }: HallRow, { x, y }: { x: number; y: number }): void {
    const { tileWidth: width, tileHeight: height } = this.#layout!;
    const context = this.#context;
    const size = Math.max(12, height * 0.2);
    const bar = size * 1.5;
    context.fillStyle = 'rgb(0 0 0 / 0.65)';
    context.fillRect(x + EDGE_PX, y + height - bar, width - 2 * EDGE_PX, bar - EDGE_PX);
    context.fillStyle = this.#colours('--ink');
    context.font = `500 ${size}px ${this.#family}`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    const name = this.#fitting(shortName(hall.name), width - 4 * EDGE_PX);
    context.fillText(name, x + 2 * EDGE_PX, y + height - size * 0.78);
  }

  /** The text in the present font, cut with an ellipsis where it is too long. */
  #fitting(text: string, width: number): string {
    const context = this.#context;
    const key = `${context.font} ${width} ${text}`;
    let fitting = this.#fitted.get(key);
    if (fitting === undefined) {
      fitting = text;
      while (fitting.length > 1 && context.measureText(fitting).width > width) {
        fitting = `${fitting.replace(/…$/u, '').slice(0, -1).trimEnd()}…`;
      }
      this.#fitted.set(key, fitting);
    }
    return fitting;
  }

  #paintLetter(row: HallRow, { x, y }: { x: number; y: number }): void {
    const { tileHeight } = this.#layout!;
    const context = this.#context;
    const { fill, ink } = STATUS_COLOURS[row.status];
    const size = Math.max(SMALLEST_LETTER_PX, Math.min(LARGEST_LETTER_PX, tileHeight * 0.38));
    const isBadOnAir = row.isOnAir && row.problem !== null;
    const box = size * 1.3;
    context.fillStyle = this.#colours(isBadOnAir ? '--danger' : fill);
    context.fillRect(x, y, box, Math.min(box, tileHeight));
    context.fillStyle = this.#colours(isBadOnAir ? '--on-brand' : ink);
    context.font = `600 ${size}px ${this.#family}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const letter = isBadOnAir ? '!' : this.#parts.letters[row.status];
    context.fillText(letter, x + box / 2, y + Math.min(box, tileHeight) / 2 + size * 0.05);
  }
}
