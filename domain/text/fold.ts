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

/**
 * Composed Latin words with single plain spaces: what nearly every cell of a roster is. Such a text is
 * clean already, and a table folds it; the general way costs ten times as much.
 */
const PLAIN =
  /^[\x21-\x7E\u00C0-\u024F\u1E00-\u1EFF]+(?: [\x21-\x7E\u00C0-\u024F\u1E00-\u1EFF]+)*$/;

/** The composed form, the only one that is stored. */
export function toNfc(text: string): string {
  return text.normalize('NFC');
}

/** Stored form of one line of text: NFC, no invisible characters, single plain spaces, trimmed. */
export function cleanText(text: string): string {
  if (PLAIN.test(text)) return text;
  return toNfc(text.replace(CONTROL, ' ').replace(INVISIBLE, '').replace(SPACES, ' ').trim());
}

/**
 * The key for finding: ignores case, every mark, `đ`/`Đ`, hòa/hoà, composition and spacing.
 * `foldKey('  Đặng THỊ Hoà ') === 'dang thi hoa'`. Idempotent.
 */
export function foldKey(text: string): string {
  return PLAIN.test(text) ? foldPlain(text) : foldAny(text);
}

function foldAny(text: string): string {
  return cleanText(text)
    .normalize('NFD')
    .replace(MARKS, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(SPACES, ' ')
    .trim();
}

const FOLDED = new Map<string, string>();

function foldPlain(text: string): string {
  let key = '';
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index]!;
    let folded = FOLDED.get(char);
    if (folded === undefined) {
      folded = char === ' ' ? ' ' : foldAny(char);
      FOLDED.set(char, folded);
    }
    key += folded;
  }
  return key;
}

/**
 * The key for equality: as `foldKey`, but letters and tones still count (`Hoà` = `HÒA` ≠ `Hoa`).
 * The tone mark is moved to the end of its word, so that its place does not matter.
 */
export function spellingKey(text: string): string {
  return cleanText(text).toLowerCase().split(' ').map(moveToneToEnd).join(' ');
}

/** Words of names and positions repeat; a bounded memory of them saves most of the work. */
const MOVED = new Map<string, string>();
const MOVED_LIMIT = 10_000;

function moveToneToEnd(word: string): string {
  const known = MOVED.get(word);
  if (known !== undefined) return known;
  const moved = moveTone(word);
  if (MOVED.size < MOVED_LIMIT) MOVED.set(word, moved);
  return moved;
}

function moveTone(word: string): string {
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
  if (PLAIN.test(text)) return false;
  return /[\u00A0\u2000-\u200F\u202A-\u202F\u205F-\u2064\u3000\uFEFF\u00AD]|\s{2,}|^\s|\s$/.test(
    text,
  );
}

/** True when the text is not in its composed form. */
export function isDecomposed(text: string): boolean {
  if (PLAIN.test(text)) return false;
  return text !== toNfc(text);
}
