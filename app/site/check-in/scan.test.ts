import { describe, expect, it } from 'vitest';
import { RepeatFilter } from './repeat-filter.ts';
import { Wedge } from './wedge.ts';

function type(wedge: Wedge, text: string, pauseMs: number): string | null {
  let atMs = 1_000;
  for (const letter of text) {
    const code = /\d/.test(letter) ? `Digit${letter}` : `Key${letter.toUpperCase()}`;
    wedge.press({ code, key: letter, atMs: (atMs += pauseMs) });
  }
  return wedge.press({ code: 'Enter', key: 'Enter', atMs: atMs + pauseMs });
}

describe('Wedge', () => {
  it('hears a scanner', () => {
    expect(type(new Wedge(), '7K2MQ9XW4T', 8)).toBe('7K2MQ9XW4T');
  });

  it('leaves people alone, also those who type fast', () => {
    expect(type(new Wedge(), '7K2MQ9XW4T', 90)).toBeNull();
    expect(type(new Wedge(), 'an', 8)).toBeNull();
  });

  it('reads the keys, not what a typing aid made of them', () => {
    const wedge = new Wedge();
    'AAEEDDWW99'.split('').forEach((letter, index) => {
      const code = /\d/.test(letter) ? `Digit${letter}` : `Key${letter}`;
      wedge.press({ code, key: 'Process', atMs: index * 5 });
    });
    expect(wedge.press({ code: 'Enter', key: 'Enter', atMs: 60 })).toBe('AAEEDDWW99');
  });
});

describe('RepeatFilter', () => {
  it('takes a badge held up as one, and again after it was away', () => {
    const filter = new RepeatFilter();
    expect(filter.isNew('A', 0)).toBe(true);
    expect(filter.isNew('A', 1_000)).toBe(false);
    expect(filter.isNew('A', 2_000)).toBe(false);
    expect(filter.isNew('A', 4_000)).toBe(true);
    expect(filter.isNew('B', 4_100)).toBe(true);
  });
});
