/** Fewer people than this are soon counted wrong by anybody: no reason to ask. */
const SMALL_DIFFERENCE = 10;

/**
 * Whether a declared count (báo cáo quân số) is so far from what the doors counted that a slip of the
 * finger is likely: ten people or more, and more than half of the larger number. Doors that counted
 * nobody say nothing.
 * @param counted people of the roster whom the doors marked present
 */
export function isFarFromCounted(declared: number, counted: number): boolean {
  if (counted === 0) return false;
  const difference = Math.abs(declared - counted);
  return difference >= SMALL_DIFFERENCE && difference * 2 > Math.max(declared, counted);
}
