/**
 * Finding a person at the door: two letters of the given name are enough, tone marks are optional,
 * `nguyen van a` and the initials `nva` work too.
 */
import { cleanText, foldKey, spellingKey } from './fold.ts';

/** What is compared; made once per person and kept. */
export interface NameSearchEntry {
  words: readonly string[];
  initials: string;
  /** The name with its marks, to prefer the exact spelling when the clerk typed marks. */
  spelling: string;
}

/** Prepares a name for searching. */
export function toNameSearchEntry(fullName: string): NameSearchEntry {
  const words = foldKey(fullName).split(' ');
  return {
    words,
    initials: words.map((word) => word[0] ?? '').join(''),
    spelling: spellingKey(fullName),
  };
}

/** One text for a column: `'an|nguyen van an|nva'` (given name, folded full name, initials). */
export function nameSearchKey(fullName: string): string {
  const { words, initials } = toNameSearchEntry(fullName);
  return `${words.at(-1) ?? ''}|${words.join(' ')}|${initials}`;
}

/** Smaller is better; null is no match. */
export type NameRank = number | null;

const RANK_GIVEN = 0;
const RANK_GIVEN_START = 2;
const RANK_TAIL = 2;
const RANK_WORDS = 4;
const RANK_INITIALS = 6;
const RANK_OTHER_WORD = 8;

/** Compiles what was typed into a matcher; an empty text matches everyone equally. */
export function createNameMatcher(typed: string): (entry: NameSearchEntry) => NameRank {
  const query = foldKey(typed).split(' ').filter(Boolean);
  if (query.length === 0) return () => 0;
  const exact = hasMarks(typed) ? spellingKey(typed) : null;
  return (entry) => {
    const rank = rankWords(query, entry);
    if (rank === null || exact === null) return rank;
    return hasSpelling(entry.spelling, exact) ? rank : rank + 1;
  };
}

function rankWords(query: readonly string[], entry: NameSearchEntry): NameRank {
  if (query.length === 1) return rankOneWord(query[0] ?? '', entry);
  const { words } = entry;
  for (let start = words.length - query.length; start >= 0; start -= 1) {
    if (query.every((part, index) => words[start + index]?.startsWith(part) === true)) {
      return start + query.length === words.length ? RANK_TAIL : RANK_WORDS;
    }
  }
  return isSubsequence(query, words) ? RANK_WORDS : null;
}

function rankOneWord(part: string, { words, initials }: NameSearchEntry): NameRank {
  const given = words.at(-1) ?? '';
  if (given === part) return RANK_GIVEN;
  if (given.startsWith(part)) return RANK_GIVEN_START;
  if (part.length >= 2 && initials.endsWith(part)) return RANK_INITIALS;
  return words.some((word) => word.startsWith(part)) ? RANK_OTHER_WORD : null;
}

/** `nguyen an` finds `Nguyễn Văn An`: words left out in the middle are allowed. */
function isSubsequence(query: readonly string[], words: readonly string[]): boolean {
  let next = 0;
  for (const word of words) {
    if (next < query.length && word.startsWith(query[next] ?? '')) next += 1;
  }
  return next === query.length;
}

function hasMarks(text: string): boolean {
  return /\p{Mn}|đ/u.test(cleanText(text).toLowerCase().normalize('NFD'));
}

function hasSpelling(spelling: string, typed: string): boolean {
  return ` ${spelling}`.includes(` ${typed}`);
}
