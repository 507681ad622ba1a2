/** Nearly every hall's name begins with the same two words: in narrow places they are left out. */
export function shortName(name: string): string {
  return name
    .replace(/^Điểm cầu\s+(?=\S)/u, '')
    .replace(/^\p{Ll}/u, (first) => first.toUpperCase());
}
