import { cleanText } from './text/fold.ts';

/**
 * mã đại biểu where nobody gave one: the hall's code and a running number, `HN-001-161`.
 * @param number 1 and up
 */
export function rosterCodeOf(siteCode: string, number: number): string {
  return `${siteCode}-${String(number).padStart(3, '0')}`;
}

/** Codes are one when they differ by capitals, spacing or composition only. */
export function rosterCodeKey(code: string): string {
  return cleanText(code).toLowerCase();
}
