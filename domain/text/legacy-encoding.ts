/**
 * Texts typed with the fonts of the 1990s: the bytes are Latin letters and the font draws
 * Vietnamese. TCVN3 (fonts `.Vn…`, one character each) and VNI (fonts `VNI-…`, base letter followed
 * by a mark). Tables: TCVN 5712:1993 (VN3) and the VNI for Windows character set.
 */
import { toNfc } from './fold.ts';

export type LegacyEncoding = 'TCVN3' | 'VNI';

const TCVN3_FROM = [
  'µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞ',
  'ßãáâä«åèæçé¬êíëìîïóñòô\u00ADõøö÷ùúýûüþ¡¢§£¤¥¦',
].join('');
const TCVN3_TO = [
  'àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩị',
  'òóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ',
].join('');

const TCVN3 = new Map<string, string>(
  [...TCVN3_FROM].map((char, index) => [char, [...TCVN3_TO][index] ?? char]),
);

const VNI_VOWEL_ROWS: readonly (readonly [marks: string, base: string, letters: string])[] = [
  ['øùûõïêèéúüëâàáåãä', 'a', 'àáảãạăằắẳẵặâầấẩẫậ'],
  ['øùûõïâàáåãä', 'e', 'èéẻẽẹêềếểễệ'],
  ['øùûõïâàáåãä', 'o', 'òóỏõọôồốổỗộ'],
  ['øùûõï', 'ô', 'ờớởỡợ'],
  ['øùûõï', 'u', 'ùúủũụ'],
  ['øùûõï', 'ö', 'ừứửữự'],
  ['øùûõ', 'y', 'ỳýỷỹ'],
];
const VNI_SINGLES = 'ìíæóòôöîñ';
const VNI_SINGLE_LETTERS = 'ìíỉĩịơưỵđ';

const VNI = buildVniTable();

function buildVniTable(): Map<string, string> {
  const table = new Map<string, string>();
  const add = (from: string, to: string): void => {
    table.set(from, to);
    table.set(from.toUpperCase(), to.toUpperCase());
  };
  for (const [marks, base, letters] of VNI_VOWEL_ROWS) {
    for (const [index, mark] of [...marks].entries()) add(base + mark, [...letters][index] ?? '');
  }
  for (const [index, single] of [...VNI_SINGLES].entries()) {
    add(single, [...VNI_SINGLE_LETTERS][index] ?? '');
  }
  return table;
}

/** The encoding that a font of this name draws, or null for an ordinary font. */
export function legacyEncodingOfFont(fontName: string): LegacyEncoding | null {
  if (/^\.vn/i.test(fontName)) return 'TCVN3';
  if (/^vni[-\s]/i.test(fontName)) return 'VNI';
  return null;
}

/** TCVN3 fonts whose name ends in H draw small letters as capitals (`.VnTimeH`). */
export function isCapitalFont(fontName: string): boolean {
  return /^\.vn.*h$/i.test(fontName);
}

/** Decodes a text of the given encoding to NFC; characters outside the table stay. */
export function decodeLegacy(text: string, encoding: LegacyEncoding): string {
  return encoding === 'TCVN3' ? decodeTcvn3(text) : decodeVni(text);
}

function decodeTcvn3(text: string): string {
  let decoded = '';
  for (const char of toNfc(text)) decoded += TCVN3.get(char) ?? char;
  return toNfc(decoded);
}

function decodeVni(text: string): string {
  const chars = [...toNfc(text)];
  let decoded = '';
  for (let index = 0; index < chars.length; index += 1) {
    const char = chars[index] ?? '';
    const pair =
      VNI.get(char + (chars[index + 1] ?? '')) ?? VNI.get(mixedPair(char, chars[index + 1]));
    if (pair !== undefined && index + 1 < chars.length) {
      decoded += pair;
      index += 1;
    } else {
      decoded += VNI.get(char) ?? char;
    }
  }
  return toNfc(decoded);
}

/** A capital base with a small mark (`Aù`) occurs in names such as `Aùnh`: the base decides. */
function mixedPair(base: string, mark: string | undefined): string {
  if (mark === undefined) return '';
  return base === base.toUpperCase() ? base + mark.toUpperCase() : base + mark.toLowerCase();
}

/** Characters that TCVN3 text has inside words and ordinary Vietnamese never has. */
const TCVN3_IN_WORD = /\p{L}[µ¸¶·¹¨»¾¼½©®ª«¬]|[¸¶¹¨¾¼½©®ª«¬]\p{L}/u;
const VNI_IN_WORD = /[aeouyAEOUYôöÔÖ][øùûïåäëüØÙÛÏÅÄËÜ]/;

/**
 * A guess from the characters alone, for files that carry no font (CSV). Only a guess: the caller
 * asks the organiser before it converts.
 */
export function guessLegacyEncoding(text: string): LegacyEncoding | null {
  if (!/[\u00A1-\u00FE]/.test(text)) return null;
  if (TCVN3_IN_WORD.test(text)) return 'TCVN3';
  if (VNI_IN_WORD.test(text) && !/[ạ-ỹơưăđ]/i.test(toNfc(text))) return 'VNI';
  return null;
}
