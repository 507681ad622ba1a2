import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, foldKey, foldWords, hasOddSpacing, spellingKey } from './fold.ts';

const vietnamese = fc.string({
  unit: fc.constantFrom(...'aăâeêioôơuưyđĐbcghknpqtv ÀỄẬựộ\u00A0\u200B\u0301\u0323'),
});

describe('foldKey', () => {
  it('folds case, marks, đ, composition and spaces', () => {
    expect(foldKey('  Đặng\u00A0THỊ\u200B  Hoà ')).toBe('dang thi hoa');
    expect(foldKey('Hòa'.normalize('NFD'))).toBe(foldKey('hoà'));
  });

  it('is idempotent and blind to composition and case', () => {
    fc.assert(
      fc.property(vietnamese, (text) => {
        const key = foldKey(text);
        expect(foldKey(key)).toBe(key);
        expect(foldKey(text.normalize('NFD'))).toBe(key);
        expect(foldKey(text.toUpperCase())).toBe(key);
        expect(key).not.toMatch(/[\p{Mn}đ\u00A0]|^\s|\s$|\s\s/u);
      }),
    );
  });
});

describe('spellingKey', () => {
  it('folds the place of the tone, not the tone', () => {
    expect(spellingKey('HOÀ')).toBe(spellingKey('Hòa'));
    expect(spellingKey('Thúy')).toBe(spellingKey('Thuý'));
    expect(spellingKey('Hoa')).not.toBe(spellingKey('Hòa'));
    expect(spellingKey('Thu')).not.toBe(spellingKey('Thư'));
  });

  it('is blind to composition', () => {
    fc.assert(
      fc.property(vietnamese, (text) => {
        expect(spellingKey(text.normalize('NFD'))).toBe(spellingKey(text.normalize('NFC')));
      }),
    );
  });
});

describe('cleanText', () => {
  it('stores NFC with single plain spaces', () => {
    fc.assert(
      fc.property(vietnamese, (text) => {
        const cleaned = cleanText(text);
        expect(cleaned).toBe(cleaned.normalize('NFC'));
        expect(hasOddSpacing(cleaned)).toBe(false);
        expect(cleanText(cleaned)).toBe(cleaned);
      }),
    );
  });

  it('makes words of a header', () => {
    expect(foldWords(' Họ & tên (*)\n đại biểu ')).toBe('ho ten dai bieu');
  });
});
