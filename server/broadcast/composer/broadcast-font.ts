import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The house's typeface with all of Vietnamese (Inter, SIL Open Font License). */
const FONT = '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf';

export interface BroadcastFont {
  path: string;
  /** Its width for a size of 1; null when the font has no such character. */
  widthOf(character: string): number | null;
}

/** The font that words in the signal are drawn with; null where it is not installed. */
export function loadBroadcastFont(): BroadcastFont | null {
  try {
    const path = fileURLToPath(import.meta.resolve(FONT));
    return readFont(path, readFileSync(path));
  } catch {
    return null;
  }
}

/** OpenType 1.9: `head`, `hhea` and `hmtx` give widths, `cmap` format 4 the glyph of a character. */
function readFont(path: string, file: Buffer): BroadcastFont {
  const table = (tag: string): Buffer => {
    for (let at = 12; at < 12 + file.readUInt16BE(4) * 16; at += 16) {
      if (file.toString('latin1', at, at + 4) !== tag) continue;
      return file.subarray(file.readUInt32BE(at + 8));
    }
    throw new Error(`${path} has no table ${tag}`);
  };
  const unitsPerEm = table('head').readUInt16BE(18);
  const lastMetric = table('hhea').readUInt16BE(34) - 1;
  const widths = table('hmtx');
  const glyphs = charactersOf(table('cmap'));
  return {
    path,
    widthOf: (character) => {
      const glyph = glyphs.get(character.codePointAt(0) ?? 0);
      if (glyph === undefined) return null;
      return widths.readUInt16BE(Math.min(glyph, lastMetric) * 4) / unitsPerEm;
    },
  };
}

/** Glyphs by code point, of the Windows table for the basic plane. */
function charactersOf(cmap: Buffer): Map<number, number> {
  const subtable = basicPlane(cmap);
  const segments = subtable.readUInt16BE(6) / 2;
  const field = (row: number, segment: number) => 14 + (row * segments + segment) * 2;
  const glyphs = new Map<number, number>();
  for (let segment = 0; segment < segments; segment += 1) {
    const last = subtable.readUInt16BE(field(0, segment));
    // Between the two rows stand two bytes of padding.
    const first = subtable.readUInt16BE(field(1, segment) + 2);
    const delta = subtable.readUInt16BE(field(2, segment) + 2);
    const rangeAt = field(3, segment) + 2;
    const range = subtable.readUInt16BE(rangeAt);
    for (let code = first; code <= last && code !== 0xffff; code += 1) {
      const found =
        range === 0 ? code : subtable.readUInt16BE(rangeAt + range + (code - first) * 2);
      const glyph = range !== 0 && found === 0 ? 0 : (found + delta) & 0xffff;
      if (glyph !== 0) glyphs.set(code, glyph);
    }
  }
  return glyphs;
}

function basicPlane(cmap: Buffer): Buffer {
  for (let at = 4; at < 4 + cmap.readUInt16BE(2) * 8; at += 8) {
    const subtable = cmap.subarray(cmap.readUInt32BE(at + 4));
    if (cmap.readUInt16BE(at) === 3 && subtable.readUInt16BE(0) === 4) return subtable;
  }
  throw new Error('the font has no table for the basic plane');
}
