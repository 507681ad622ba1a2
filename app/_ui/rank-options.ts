import { foldKey } from '#domain/text/fold.ts';
import type { Option } from './select.tsx';

interface RankedText {
  label: string;
  note: string;
}

/** What is compared of each option; made once per list and kept. */
export function foldOptions(options: readonly Option[]): RankedText[] {
  return options.map(({ label, note }) => ({ label: foldKey(label), note: foldKey(note ?? '') }));
}

/**
 * The options in which every typed word is found, the likeliest first: the label itself, a label
 * that begins with what was typed, one that ends with it (a unit's own name stands last:
 * “Đảng bộ phường Ba Đình”), one with it inside, and the rest; shorter labels first.
 * @param texts of `foldOptions` for the same options
 */
export function rankOptions(
  options: readonly Option[],
  texts: readonly RankedText[],
  typed: string,
): readonly Option[] {
  const phrase = foldKey(typed);
  if (phrase === '') return options;
  return options
    .flatMap((option, index) => {
      const text = texts[index];
      const rank = text ? rankOf(text, phrase) : null;
      return rank === null ? [] : [{ option, rank, length: text!.label.length }];
    })
    .sort((a, b) => a.rank - b.rank || a.length - b.length)
    .map(({ option }) => option);
}

/** Smaller is better; null is no match. */
function rankOf({ label, note }: RankedText, phrase: string): number | null {
  if (label === phrase) return 0;
  if (label.startsWith(phrase)) return 1;
  if (label.endsWith(` ${phrase}`)) return 2;
  if (label.includes(` ${phrase}`)) return 3;
  const words = phrase.split(' ');
  const isIn = (text: string) => words.every((word) => ` ${text}`.includes(` ${word}`));
  if (isIn(label)) return 4;
  if (note === phrase) return 5;
  if (isIn(`${label} ${note}`)) return 6;
  return words.every((word) => `${label} ${note}`.includes(word)) ? 7 : null;
}
