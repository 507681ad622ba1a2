import { expect, it } from 'vitest';
import { clockOf, sizeOf } from './recording-text.ts';

it('tells a time within a recording', () => {
  expect([0, 59_999, 60_000, 3_723_000, 36_000_000].map(clockOf)).toEqual([
    '00:00',
    '00:59',
    '01:00',
    '1:02:03',
    '10:00:00',
  ]);
});

it('tells a size in the unit that people know', () => {
  expect(sizeOf(999_000)).toEqual({ value: 999, unit: 'kB' });
  expect(sizeOf(4_730_000_000)).toEqual({ value: 4.73, unit: 'GB' });
});
