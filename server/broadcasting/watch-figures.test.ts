import { expect, it } from 'vitest';
import { WatchFigures } from './watch-figures.ts';

it('reckons viewers by step from the fetches of the last ten seconds', () => {
  let nowMs = 5_000;
  const figures = new WatchFigures(() => nowMs);
  for (let second = 0; second < 30; second += 1) {
    nowMs += 1_000;
    // 40 players, half of which ask in each second; 2 more at the lower step.
    for (let player = 0; player < 20; player += 1) figures.fetched('high');
    figures.fetched('low');
  }
  expect(figures.viewers('high')).toBe(40);
  expect(figures.viewers('low')).toBe(2);
  nowMs += 5_000;
  expect(figures.viewers('high')).toBe(20);
  nowMs += 5_000;
  expect(figures.viewers('high')).toBe(0);
  nowMs += 3_600_000;
  expect(figures.viewers('low')).toBe(0);
});
