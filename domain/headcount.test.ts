import { expect, it } from 'vitest';
import { isFarFromCounted } from './headcount.ts';

it.each([
  [5, 150],
  [0, 150],
  [1500, 150],
  [15, 150],
  [60, 150],
])('finds %i far from %i counted at the doors', (declared, counted) => {
  expect(isFarFromCounted(declared, counted)).toBe(true);
});

it.each([
  [150, 150],
  [142, 150],
  [90, 150],
  [155, 150],
  [3, 12],
  [12, 3],
  [150, 0],
  [0, 0],
])('takes %i beside %i counted at the doors as it is', (declared, counted) => {
  expect(isFarFromCounted(declared, counted)).toBe(false);
});
