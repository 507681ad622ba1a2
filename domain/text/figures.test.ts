import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDate, formatFormalDate, formatTime } from './date-format.ts';
import { editDistance, nearest } from './edit-distance.ts';
import { formatCount, formatShare, shareInHundredths } from './number-format.ts';
import { isPhone, maskPhone, readPhone } from './phone.ts';

describe('figures', () => {
  it('writes numbers and shares', () => {
    expect(formatCount(51962)).toBe('51.962');
    expect(formatCount(999)).toBe('999');
    expect(formatShare(35599, 35900)).toBe('99,16%');
    expect(formatShare(51961, 51962)).toBe('99,99%');
    expect(formatShare(51962, 51962)).toBe('100,00%');
    expect(formatShare(1, 800)).toBe('0,13%');
    expect(formatShare(0, 0)).toBe('–');
  });

  it('never says 100 while anyone is missing, and rounds half up otherwise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat(100_000), (whole, some) => {
        const part = Math.min(some, whole);
        const share = shareInHundredths(part, whole)!;
        if (part < whole) expect(share).toBeLessThan(10_000);
        if (share < 9_999)
          expect(Math.abs(share - (part * 10_000) / whole)).toBeLessThanOrEqual(0.5);
      }),
    );
  });
});

describe('dates', () => {
  it('writes them in Vietnam time', () => {
    const moment = Date.UTC(2026, 6, 4, 17, 5);
    expect(formatDate(moment)).toBe('05/07/2026');
    expect(formatTime(moment)).toBe('00:05');
  });

  it('adds the zero only where formal documents want it', () => {
    expect(formatFormalDate({ year: 2026, month: 7, day: 5 })).toBe('ngày 05 tháng 7 năm 2026');
    expect(formatFormalDate({ year: 2026, month: 2, day: 15 })).toBe('ngày 15 tháng 02 năm 2026');
    expect(formatFormalDate({ year: 2026, month: 11, day: 9 })).toBe('ngày 09 tháng 11 năm 2026');
  });
});

describe('telephone numbers', () => {
  it.each([
    ['0912 345 678', 'ok', '0912345678'],
    ['+84 912.345.678', 'ok', '0912345678'],
    ['84912345678', 'ok', '0912345678'],
    ['(024) 3825 1234', 'ok', '02438251234'],
    ['912345678', 'lostZero', '0912345678'],
    ['0912345678; 0987654321', 'several', '0912345678'],
  ])('%s', (text, kind, phone) => {
    expect(readPhone(text)).toEqual({ kind, phone });
  });

  it('refuses what is none', () => {
    expect(readPhone('liên hệ sau').kind).toBe('unreadable');
    expect(readPhone('12345').kind).toBe('unreadable');
    expect(readPhone(' ').kind).toBe('empty');
    fc.assert(
      fc.property(fc.string(), (text) => {
        const reading = readPhone(text);
        if ('phone' in reading) expect(isPhone(reading.phone)).toBe(true);
      }),
    );
  });

  it('masks all but three digits', () => {
    expect(maskPhone('0912345678')).toBe('•••••••678');
    expect(maskPhone('12')).toBe('•••');
  });
});

describe('nearest', () => {
  it('measures with a limit', () => {
    expect(editDistance('kitten', 'sitting', 5)).toBe(3);
    expect(editDistance('abcd', 'abdc', 5)).toBe(1);
    expect(editDistance('abcdefgh', 'x', 2)).toBe(3);
  });

  it('suggests one near name or none', () => {
    const halls = ['quan ba dinh', 'quan hoan kiem', 'xa phu xuan', 'xa phu xuyen'];
    expect(nearest('quan ba dinhh', halls)).toBe('quan ba dinh');
    expect(nearest('quan 99', halls)).toBeNull();
    expect(nearest('xa phu xua', ['xa phu xuan', 'xa phu xuat'])).toBeNull();
  });
});
