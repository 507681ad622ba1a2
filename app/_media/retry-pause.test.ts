import { describe, expect, it } from 'vitest';
import { retryPauseMs } from './retry-pause.ts';

describe('retryPauseMs', () => {
  it('spreads each try over a time that doubles up to a quarter of a minute', () => {
    expect([0, 1, 2, 3, 4, 50].map((attempt) => retryPauseMs(attempt, () => 1))).toEqual([
      1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
    ]);
    expect(retryPauseMs(4, () => 0)).toBe(100);
  });
});
