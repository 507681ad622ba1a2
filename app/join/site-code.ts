export const SITE_CODE_LENGTH = 10;

/** Letters and digits of what was typed, in capitals, at most ten: `k7m2q 9xw4t` → `K7M2Q9XW4T`. */
export function siteCodeOf(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, SITE_CODE_LENGTH);
}

/** The code as the organisers write it: two groups of five. */
export function formatSiteCode(code: string): string {
  return code.length > 5 ? `${code.slice(0, 5)}-${code.slice(5)}` : code;
}
