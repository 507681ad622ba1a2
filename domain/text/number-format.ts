/** Figures as Vietnamese reports write them. */

/** `51962` → `'51.962'`. */
export function formatCount(count: number): string {
  return String(Math.trunc(count)).replace(/\B(?=(\d{3})+(?!\d))/g, '.');
}

/**
 * Share in hundredths of a percent, rounded half up, in whole numbers so that no binary fraction
 * decides a half. Never 10000 while anyone is missing. Null when there is nobody to count.
 */
export function shareInHundredths(part: number, whole: number): number | null {
  if (whole <= 0) return null;
  const rounded = Number((BigInt(part) * 20_000n + BigInt(whole)) / (2n * BigInt(whole)));
  return part < whole ? Math.min(rounded, 9_999) : rounded;
}

/** `35599, 35900` → `'99,16%'`; `'–'` when there is nobody to count. */
export function formatShare(part: number, whole: number): string {
  const hundredths = shareInHundredths(part, whole);
  if (hundredths === null) return '–';
  const cents = String(hundredths % 100).padStart(2, '0');
  return `${formatCount(Math.floor(hundredths / 100))},${cents}%`;
}
