const NUMERALS: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

/** `14` → `XIV`; for the groups of a report, 1 and above. */
export function romanNumeral(value: number): string {
  let rest = value;
  let written = '';
  for (const [worth, numeral] of NUMERALS) {
    while (rest >= worth) {
      written += numeral;
      rest -= worth;
    }
  }
  return written;
}
