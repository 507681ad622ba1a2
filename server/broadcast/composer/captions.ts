import type { BroadcastPicture } from '../../broadcast-link/broadcast-port.ts';
import type { BroadcastFont } from './broadcast-font.ts';
import { captionLines, type CaptionLine } from './caption-lines.ts';
import type { FilterValues } from './composer-args.ts';
import { PICTURE } from './picture.ts';

/** EBU R 95: words keep 5 % away from every edge. */
const SAFE = { x: PICTURE.width * 0.05, y: PICTURE.height * 0.05 } as const;
/** Half as large at 360p, and still read. */
const STRAP_SIZE = 32;
const STRAP_LINE = 50;
const STRAP_PADDING = 22;
/** From the top of a line down to its baseline: capitals in the middle, with room for their marks. */
const STRAP_BASELINE = 36;
/** The house's dark red, nearly opaque. */
const HOUSE = '0x8e1b1e@0.93';
/** How the font is called where ffmpeg runs. */
export const FONT_FILE = 'font.ttf';
const OFF_SCREEN = PICTURE.width * 2;

/** Up to the inset in its corner; and the part of a half that belongs to one of two pictures. */
const ROOM = {
  WIDE: { width: 712, lines: 2 },
  HALF: { width: 512, lines: 2 },
  NOTICE: { width: PICTURE.width - 2 * SAFE.x, lines: 1 },
} as const;

interface StrapLine {
  name: string;
  /** Of its top edge. */
  y: number;
  side: 'LEFT' | 'RIGHT';
}
const LOWEST = PICTURE.height - SAFE.y - STRAP_LINE;
/** Two lines each for the picture and, beside it, for the second one. */
const STRAP_LINES: readonly StrapLine[] = [
  { name: 'main1', y: LOWEST - STRAP_LINE, side: 'LEFT' },
  { name: 'main2', y: LOWEST, side: 'LEFT' },
  { name: 'inset1', y: LOWEST - STRAP_LINE, side: 'RIGHT' },
  { name: 'inset2', y: LOWEST, side: 'RIGHT' },
];
const NOTICE_LINES = [
  { name: 'title', baseline: 350, size: 56, colour: '0xffffff' },
  { name: 'text', baseline: 420, size: 34, colour: '0xd8cfcf' },
] as const;

/** What stands in each line's file, and where the boxes are. */
export interface DrawnCaptions {
  texts: ReadonlyMap<string, string>;
  /** The x of each line's box. */
  boxes: FilterValues;
}

/**
 * Filters that draw words over a picture. Words are read from files at every frame, so that no letter of
 * them is ever taken for a filter's syntax; boxes come and go by their x. The font and the files are named
 * without a folder: ffmpeg runs where they are.
 */
export function captionFilters(): string[] {
  const words = (name: string) =>
    `drawtext@${name}=fontfile=${FONT_FILE}:textfile=${captionFile(name)}:reload=1:expansion=none`;
  const straps = STRAP_LINES.flatMap(({ name, y, side }) => {
    const x = side === 'LEFT' ? String(SAFE.x) : `w-${SAFE.x}-text_w`;
    const box = `x=${OFF_SCREEN}:y=${y}:w=${PICTURE.width}:h=${STRAP_LINE}:color=${HOUSE}:t=fill`;
    const place = `x=${x}:y=${y + STRAP_BASELINE}-ascent`;
    return [
      `drawbox@${name}=${box}`,
      `${words(name)}:fontsize=${STRAP_SIZE}:fontcolor=white:${place}`,
    ];
  });
  const notices = NOTICE_LINES.map(({ name, baseline, size, colour }) => {
    const place = `x=(w-text_w)/2:y=${baseline}-ascent`;
    return `${words(name)}:fontsize=${size}:fontcolor=${colour}:${place}`;
  });
  return [...straps, ...notices];
}

/** Of the words of a line. */
export function captionFile(name: string): string {
  return `${name}.txt`;
}

/** The words of a picture, line by line, and their boxes: from the screen's edge to the end of the words. */
export function drawnCaptions(picture: BroadcastPicture, font: BroadcastFont): DrawnCaptions {
  const { layout, mainName, insetName, notice } = picture;
  const isHalved = layout === 'SIDE_BY_SIDE';
  const room = isHalved ? ROOM.HALF : ROOM.WIDE;
  const strap = (name: string) => captionLines(name, { ...font, size: STRAP_SIZE }, room);
  const lines = new Map<string, CaptionLine | undefined>([
    ...atTheBottom('main', strap(mainName)),
    ...atTheBottom('inset', strap(isHalved ? insetName : '')),
  ]);
  const texts = new Map<string, string>([...lines].map(([name, line]) => [name, line?.text ?? '']));
  for (const { name, size } of NOTICE_LINES) {
    const [line] = captionLines(notice?.[name] ?? '', { ...font, size }, ROOM.NOTICE);
    texts.set(name, line?.text ?? '');
  }
  const boxes = STRAP_LINES.map(({ name, side }) => {
    return [`drawbox@${name} x`, String(boxOf(lines.get(name), side))] as const;
  });
  return { texts, boxes: new Map(boxes) };
}

/** A single line stands in the lower of two places. */
function atTheBottom(name: string, lines: readonly CaptionLine[]) {
  const [first, second] = lines.length === 2 ? lines : [undefined, lines[0]];
  return [[`${name}1`, first] as const, [`${name}2`, second] as const];
}

function boxOf(line: CaptionLine | undefined, side: StrapLine['side']): number {
  if (!line) return OFF_SCREEN;
  const reach = SAFE.x + line.width + STRAP_PADDING;
  return side === 'LEFT' ? reach - PICTURE.width : PICTURE.width - reach;
}
