/** How the codes of a file look, to notice those that lost their leading zeros. */
import type { Cell } from './cell.ts';

/** Length of the all-digit codes of a column, when most have the same and some begin with 0. */
export type CodeProfile = number | null;

const MAJORITY = 0.5;

/** Learns from the codes kept as text; `known` are codes already in the roster. */
export function learnCodeProfile(
  cells: Iterable<Cell | undefined>,
  known: Iterable<string>,
): CodeProfile {
  const lengths = new Map<number, number>();
  let total = 0;
  let hasLeadingZero = false;
  const add = (code: string): void => {
    if (!/^\d+$/.test(code)) return;
    total += 1;
    hasLeadingZero ||= code.startsWith('0');
    lengths.set(code.length, (lengths.get(code.length) ?? 0) + 1);
  };
  for (const cell of cells) if (cell?.kind === 'text') add(cell.text.trim());
  for (const code of known) add(code);
  const [length, count] = [...lengths].sort((a, b) => b[1] - a[1])[0] ?? [0, 0];
  return hasLeadingZero && count > total * MAJORITY ? length : null;
}

/** The code with its zeros again, or null when it did not lose any. */
export function restoreZeros(code: string, profile: CodeProfile): string | null {
  if (profile === null || !/^\d+$/.test(code) || code.length >= profile) return null;
  return code.padStart(profile, '0');
}
