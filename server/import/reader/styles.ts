/** What the look of a cell says about its value: date formats, zeros, fonts of old encodings. */
import type { LegacyEncoding } from '#domain/text/legacy-encoding.ts';
import { isCapitalFont, legacyEncodingOfFont } from '#domain/text/legacy-encoding.ts';
import type { Package } from './zip.ts';
import { parseWhole } from './xml.ts';

export interface FontInfo {
  legacy: LegacyEncoding | null;
  isCapital: boolean;
}

export interface CellStyle {
  isDate: boolean;
  /** Digits that a format of zeros shows at least (`000000` → 6); 0 otherwise. */
  minDigits: number;
  font: FontInfo | null;
}

export const PLAIN_STYLE: CellStyle = { isDate: false, minDigits: 0, font: null };

/** Reads the cell styles, in the order in which cells refer to them. */
export async function readStyles(pack: Package, part: string | null): Promise<CellStyle[]> {
  if (part === null) return [];
  const fonts: (FontInfo | null)[] = [];
  const formats = new Map<number, string>();
  const styles: CellStyle[] = [];
  let isInFonts = false;
  let isInCellFormats = false;
  await parseWhole(pack.read(part), {
    open(tag, attributes) {
      if (tag === 'fonts') isInFonts = true;
      else if (tag === 'cellXfs') isInCellFormats = true;
      else if (tag === 'font' && isInFonts) fonts.push(null);
      else if (tag === 'name' && isInFonts)
        fonts[fonts.length - 1] = fontInfo(attributes.val ?? '');
      else if (tag === 'numFmt')
        formats.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      else if (tag === 'xf' && isInCellFormats) {
        const format = Number(attributes.numFmtId ?? 0);
        styles.push({
          isDate: isDateFormat(format, formats.get(format)),
          minDigits: minDigitsOf(formats.get(format) ?? ''),
          font: fonts[Number(attributes.fontId ?? 0)] ?? null,
        });
      }
    },
    close(tag) {
      if (tag === 'fonts') isInFonts = false;
      if (tag === 'cellXfs') isInCellFormats = false;
    },
  });
  return styles;
}

/** Null for an ordinary font. */
export function fontInfo(name: string): FontInfo | null {
  const legacy = legacyEncodingOfFont(name);
  return legacy === null ? null : { legacy, isCapital: isCapitalFont(name) };
}

/** Number formats that are dates: the built-in ones (ECMA-376, 18.8.30) and codes with d, m or y. */
function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) {
    return (
      (id >= 14 && id <= 22) ||
      (id >= 27 && id <= 36) ||
      (id >= 45 && id <= 47) ||
      (id >= 50 && id <= 58)
    );
  }
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').split(';')[0] ?? '';
  return /[dy]/i.test(bare) || (/m/i.test(bare) && !/[0#?]/.test(bare));
}

function minDigitsOf(code: string): number {
  const zeros = /^"?[^0#?.]*?(0{2,})(;|$)/.exec(code.replace(/\\./g, ''));
  return zeros?.[1]?.length ?? 0;
}
