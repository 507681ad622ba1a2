import { expect, it } from 'vitest';
import { noFigures } from './figures.ts';
import type { SiteTier } from './figures.ts';
import { planSentence, presentSentence, writeCount, writeShare } from './figures-sentence.ts';

const tiers = (counts: Partial<Record<SiteTier, number>>): SiteTier[] =>
  Object.entries(counts).flatMap(([tier, count]) =>
    Array.from({ length: count }, () => tier as SiteTier),
  );

it('reads the plan as the announcer does', () => {
  const plan = {
    tiers: tiers({ CENTRAL: 1, DISTRICT: 30, COMMUNE: 579, OTHER: 156 }),
    summoned: 51_962,
  };
  expect(planSentence(plan, 'vi')).toBe(
    '766 điểm cầu, trong đó 1 điểm cầu trung tâm, 30 điểm cầu cấp huyện, 579 điểm cầu cấp xã và 156 điểm cầu khác, với 51.962 đại biểu',
  );
  expect(planSentence(plan, 'en')).toBe(
    '766 halls (1 central, 30 at district level, 579 at commune level and 156 other), 51,962 delegates',
  );
});

it('does not name levels without a hall', () => {
  expect(planSentence({ tiers: tiers({ COMMUNE: 12 }), summoned: 800 }, 'vi')).toBe(
    '12 điểm cầu, với 800 đại biểu',
  );
  expect(planSentence({ tiers: ['CENTRAL'], summoned: 5 }, 'en')).toBe('1 hall, 5 delegates');
});

it('reads the count as the announcer does', () => {
  const counts = { ...noFigures(), summoned: 35_900, present: 35_599 };
  expect(presentSentence(counts, 'vi')).toBe('có mặt 35.599/35.900, đạt 99,16%');
  expect(presentSentence(counts, 'en')).toBe('35,599 of 35,900 present, 99.16%');
});

it('writes counts and shares in both languages', () => {
  expect(writeCount(1_234_567, 'vi')).toBe('1.234.567');
  expect(writeCount(1_234_567, 'en')).toBe('1,234,567');
  expect(writeShare(9_755, 'vi')).toBe('97,55%');
  expect(writeShare(5, 'en')).toBe('0.05%');
  expect(writeShare(null, 'vi')).toBe('–');
});
