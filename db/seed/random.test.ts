import { describe, expect, it } from 'vitest';
import { createDraw, createRandom, stableId } from './random.ts';

describe('createRandom', () => {
  it('repeats its sequence for the same seed, and differs for another', () => {
    const take = (seed: string) => {
      const random = createRandom(seed);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(take('a')).toEqual(take('a'));
    expect(take('a')).not.toEqual(take('b'));
  });

  it('spreads evenly over [0, 1)', () => {
    const random = createRandom('spread');
    const buckets = new Array<number>(10).fill(0);
    for (let index = 0; index < 20_000; index += 1) buckets[random.below(10)]! += 1;
    for (const count of buckets) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('refuses to pick from an empty list', () => {
    expect(() => createRandom('x').pick([])).toThrow('empty');
  });
});

describe('createDraw', () => {
  it('follows the weights', () => {
    const random = createRandom('weights');
    const draw = createDraw([
      ['often', 3],
      ['seldom', 1],
      ['never', 0],
    ]);
    const counts = { often: 0, seldom: 0, never: 0 };
    for (let index = 0; index < 4000; index += 1) counts[draw(random) as keyof typeof counts] += 1;
    expect(counts.never).toBe(0);
    expect(counts.often / counts.seldom).toBeCloseTo(3, 0);
  });
});

describe('stableId', () => {
  it('is a valid UUID and depends on the name only', () => {
    expect(stableId('site:HN-00')).toBe(stableId('site:HN-00'));
    expect(stableId('a')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});
