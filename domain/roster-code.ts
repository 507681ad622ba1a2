/**
 * mã đại biểu where nobody gave one: the hall's code and a running number, `HN-001-161`.
 * @param number 1 and up
 */
export function rosterCodeOf(siteCode: string, number: number): string {
  return `${siteCode}-${String(number).padStart(3, '0')}`;
}
