import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNameMatcher, nameSearchKey, toNameSearchEntry } from './name-search.ts';

const rank = (typed: string, name: string) => createNameMatcher(typed)(toNameSearchEntry(name));

describe('createNameMatcher', () => {
  it('finds by two letters of the given name, with or without marks', () => {
    expect(rank('hu', 'Nguyễn Văn Hùng')).not.toBeNull();
    expect(rank('HÙ', 'Nguyễn Văn Hùng')).not.toBeNull();
    expect(rank('đu', 'Lê Đức')).not.toBeNull();
    expect(rank('hu', 'Lê Đức')).toBeNull();
  });

  it('finds by the whole name, its end, its initials, and with words left out', () => {
    for (const typed of ['nguyen van hung', 'van hung', 'nvh', 'nguyen hung', 'nguyễn h']) {
      expect(rank(typed, 'Nguyễn Văn Hùng'), typed).not.toBeNull();
    }
    expect(rank('tran hung', 'Nguyễn Văn Hùng')).toBeNull();
  });

  it('prefers the given name to other words, and the exact spelling', () => {
    expect(rank('an', 'Nguyễn Văn An')!).toBeLessThan(rank('an', 'An Văn Bình')!);
    expect(rank('ân', 'Nguyễn Văn Ân')!).toBeLessThan(rank('ân', 'Nguyễn Văn An')!);
    expect(rank('hòa', 'Trần Hoà')).toBe(0);
  });

  it('finds everybody by any start of the given name of two letters', () => {
    const word = fc.constantFrom('Nguyễn', 'Đặng', 'Thị', 'Hòa', 'Ánh', 'Uyên', 'Phượng');
    fc.assert(
      fc.property(word, word, word, fc.nat(4), (family, middle, given, extra) => {
        const typed = given.slice(0, Math.max(2, Math.min(given.length, extra)));
        expect(rank(typed, `${family} ${middle} ${given}`)).not.toBeNull();
      }),
    );
  });

  it('makes one text for a column', () => {
    expect(nameSearchKey('Nguyễn Văn Đức')).toBe('duc|nguyen van duc|nvd');
  });
});
