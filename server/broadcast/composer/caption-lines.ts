import type { BroadcastFont } from './broadcast-font.ts';

interface Room {
  /** Of one line, in pixels. */
  width: number;
  lines: number;
}

/** One line of words, and how wide it is in pixels. */
export interface CaptionLine {
  text: string;
  width: number;
}

/**
 * Breaks words into the lines that there is room for; what does not fit is left out behind “…”.
 * Characters that the font lacks, and all that is no text (tabs, line ends), do not come through.
 */
export function captionLines(
  words: string,
  font: BroadcastFont & { size: number },
  room: Room,
): CaptionLine[] {
  const widthOf = (text: string) =>
    [...text].reduce((sum, character) => sum + (font.widthOf(character) ?? 0) * font.size, 0);
  const fits = (text: string) => widthOf(text) <= room.width;
  const lines: string[] = [];
  for (const word of drawable(words, font).split(' ').filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && fits(`${last} ${word}`)) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const isCut = lines.length > room.lines;
  return lines.slice(0, room.lines).map((line, index) => {
    const text = isCut && index === room.lines - 1 ? `${line}…` : line;
    const shown = fits(text) ? text : shortened(text, fits);
    return { text: shown, width: Math.ceil(widthOf(shown)) };
  });
}

function drawable(words: string, font: BroadcastFont): string {
  const spaced = words.normalize('NFC').replace(/[\s\p{C}]+/gu, ' ');
  return [...spaced].filter((character) => font.widthOf(character) !== null).join('');
}

function shortened(text: string, fits: (text: string) => boolean): string {
  const characters = [...text.replace(/…$/, '')];
  while (characters.length > 0 && !fits(`${characters.join('')}…`)) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}
