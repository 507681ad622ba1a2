import { describe, expect, it } from 'vitest';
import { drawName } from './names.ts';
import { createRandom } from './random.ts';

function draw(count: number, person: { gender: 'female' | 'male'; birthYear: number }): string[] {
  const random = createRandom(`names:${person.gender}:${person.birthYear}`);
  return Array.from({ length: count }, () => drawName(random, person));
}

const share = (names: string[], test: (name: string) => boolean) =>
  names.filter(test).length / names.length;

describe('drawName', () => {
  it('gives "Văn" and "Thị" less often the younger the person', () => {
    const hasWord = (word: string) => (name: string) => name.split(' ').includes(word);
    const men = [1950, 1970, 1990].map((birthYear) => draw(3000, { gender: 'male', birthYear }));
    const women = [1950, 1970, 1990].map((birthYear) =>
      draw(3000, { gender: 'female', birthYear }),
    );
    const van = men.map((names) => share(names, hasWord('Văn')));
    const thi = women.map((names) => share(names, hasWord('Thị')));
    expect(van).toEqual([...van].sort((a, b) => b - a));
    expect(thi).toEqual([...thi].sort((a, b) => b - a));
    expect(thi[0]).toBeGreaterThan(0.7);
    expect(van[2]).toBeLessThan(0.3);
  });

  it('writes NFC, two to five words, single spaces, no word twice in a row', () => {
    for (const name of draw(3000, { gender: 'female', birthYear: 1985 })) {
      expect(name).toBe(name.normalize('NFC'));
      expect(name).toMatch(/^\p{Lu}\p{Ll}*(?: \p{Lu}\p{Ll}*){1,4}$/u);
      expect(name).not.toMatch(/(\p{L}+) \1$/u);
    }
  });
});
