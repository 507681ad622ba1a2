type Value = string | number | null;

/**
 * Which fields of `stored` are others than the reader saw. Blanks and composed letters don't count:
 * an import may have stored them otherwise than a form sends them.
 */
export function changedFields<T extends Readonly<Record<keyof T, Value>>>(
  stored: T,
  seen: T,
): (keyof T & string)[] {
  const names = Object.keys(seen) as (keyof T & string)[];
  return names.filter((name) => plain(stored[name]) !== plain(seen[name]));
}

function plain(value: Value): Value {
  return typeof value === 'string' ? value.normalize('NFC').replace(/\s+/gu, ' ').trim() : value;
}
