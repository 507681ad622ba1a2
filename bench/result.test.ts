import { describe, expect, it } from 'vitest';
import { describeSurroundings, format, sectionOf } from './result.ts';

describe('format', () => {
  it.each([
    [51_962, '51,962'],
    [123.4, '123'],
    [45.678, '45.7'],
    [0.0789, '0.079'],
    [Number.NaN, 'none'],
  ])('writes %d as %s', (value, text) => expect(format(value)).toBe(text));
});

describe('sectionOf', () => {
  it('puts each figure beside the baseline of the same run', () => {
    const lines = sectionOf({
      name: 'check-ins',
      title: 'Check-ins',
      measuredAt: '2026-12-01',
      ...describeSurroundings(),
      rows: [
        { what: 'bare statement', value: 4000, unit: '/s' },
        { what: 'through the contract', value: 1000, unit: '/s', baseline: 'bare statement' },
      ],
      notes: ['Two cores.'],
    });
    expect(lines).toContain('| through the contract | 1,000 | /s | 0.25 × bare statement |');
    expect(lines.at(-1)).toBe('- Two cores.');
  });
});
