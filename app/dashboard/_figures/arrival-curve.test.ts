import { expect, it } from 'vitest';
import { curveFacts, toColumns } from './arrival-curve.ts';

const MINUTE_MS = 60_000;
const at = (minute: number) => 1_800_000_000_000 + minute * MINUTE_MS;
const CURVE: [number, number][] = [
  [at(0), 3],
  [at(3), 5],
];

it('begins at nobody, is flat where nobody comes, and ends at everybody', () => {
  const [seconds, total] = toColumns(CURVE);
  expect(total).toEqual([0, 3, 3, 3, 8]);
  expect(seconds.map((second) => (second * 1000 - at(0)) / MINUTE_MS)).toEqual([0, 1, 2, 3, 4]);
});

it('does not draw the empty days before a stray mark', () => {
  const [seconds, total] = toColumns([[at(-5 * 24 * 60), 1], ...CURVE]);
  expect(seconds.length).toBe(3);
  expect(total.at(-1)).toBe(9);
});

it('tells its facts, and none when nobody came', () => {
  expect(curveFacts(CURVE)).toEqual({
    firstMs: at(0),
    lastMs: at(3),
    people: 8,
    peakMs: at(3),
    peakPeople: 5,
  });
  expect(curveFacts([])).toBeNull();
  expect(toColumns([])).toEqual([[], []]);
});
