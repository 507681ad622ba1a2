/**
 * Text as it is stored (NFC, visible characters, single spaces) and as it is compared.
 * Vietnamese arrives composed or decomposed, with `đ` that has no decomposition, and with the tone
 * of a diphthong on either vowel (hòa / hoà).
 */

/** Soft hyphen, zero-width characters, direction marks, word joiner, byte-order mark. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/g;
const CONTROL = /[\u0000-\u0008\u000E-\u001F\u007F]/g;
const SPACES = /\s+/g;
const MARKS = /\p{Mn}+/gu;
const TONE_MARKS = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** The composed form, the only one that is stored. */
export function toNfc(text: string): string {
  return text.normalize('NFC');
}

/** Stored form of one line of text: NFC, no invisible characters, single plain spaces, trimmed. */
export function cleanText(text: string): string {
  return toNfc(text.replace(CONTROL, ' ').replace(INVISIBLE, '').replace(SPACES, ' ').trim());
}

/**
 * The key for finding: ignores case, every mark, `đ`/`Đ`, hòa/hoà, composition and spacing.
 * `foldKey('  Đặng THỊ Hoà ') === 'dang thi hoa'`. Idempotent.
 */
export function foldKey(text: string): string {
  return cleanText(text)
    .normalize('NFD')
    .replace(MARKS, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(SPACES, ' ')
    .trim();
}

/**
 * The key for equality: as `foldKey`, but letters and tones still count (`Hoà` = `HÒA` ≠ `Hoa`).
 * The tone mark is moved to the end of its word, so that its place does not matter.
 */
export function spellingKey(text: string): string {
  return cleanText(text).toLowerCase().split(' ').map(moveToneToEnd).join(' ');
}

function moveToneToEnd(word: string): string {
  const decomposed = word.normalize('NFD');
  const tones = decomposed.match(TONE_MARKS);
  if (tones === null) return toNfc(decomposed);
  return toNfc(decomposed.replace(TONE_MARKS, '')) + tones.join('');
}

/** Folded words without punctuation, for headers and titles: `'Họ & tên (*)'` → `'ho ten'`. */
export function foldWords(text: string): string {
  return foldKey(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** True when cleaning would remove or replace a space or an invisible character. */
export function hasOddSpacing(text: string): boolean {
  return /[\u00A0\u2000-\u200F\u202A-\u202F\u205F-\u2064\u3000\uFEFF\u00AD]|\s{2,}|^\s|\s$/.test(
    text,
  );
}

/** True when the text is not in its composed form. */
export function isDecomposed(text: string): boolean {
  return text !== toNfc(text);
}
