import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareByGivenName,
  isAllCapitals,
  joinPersonName,
  splitPersonName,
  stripHonorific,
  toNameCase,
} from './person-name.ts';

const name = fc
  .array(
    fc.constantFrom('Nguyễn', 'Trần', 'Văn', 'Thị', 'An', 'Ân', 'Ánh', 'Đức', 'Hòa', 'Hoà', 'Ý'),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((words) => words.join(' '));

describe('splitPersonName', () => {
  it('takes the last word as the given name', () => {
    expect(splitPersonName(' Nguyễn  Văn An ')).toEqual({
      familyAndMiddle: 'Nguyễn Văn',
      given: 'An',
    });
    expect(splitPersonName('An')).toEqual({ familyAndMiddle: '', given: 'An' });
  });

  it('joins back', () => {
    fc.assert(
      fc.property(name, (full) => {
        expect(joinPersonName(splitPersonName(full))).toBe(full);
      }),
    );
  });
});

describe('compareByGivenName', () => {
  it('orders by given name, then middle, then family name', () => {
    const sorted = [
      'Trần Văn Bình',
      'Vũ Thị An',
      'Lê Ánh',
      'Nguyễn Văn Ân',
      'Bùi Văn An',
      'Lê Đức Đạt',
      'Lê Văn Dũng',
    ];
    expect(sorted.sort(compareByGivenName)).toEqual([
      'Vũ Thị An',
      'Bùi Văn An',
      'Lê Ánh',
      'Nguyễn Văn Ân',
      'Trần Văn Bình',
      'Lê Văn Dũng',
      'Lê Đức Đạt',
    ]);
  });

  it('is an order', () => {
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(Math.sign(compareByGivenName(a, b))).toBe(-Math.sign(compareByGivenName(b, a)) || 0);
        if (compareByGivenName(a, b) <= 0 && compareByGivenName(b, c) <= 0) {
          expect(compareByGivenName(a, c)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
});

describe('stripHonorific', () => {
  it.each([
    ['đ/c Nguyễn Văn An', 'Nguyễn Văn An'],
    ['Đ/c. Trần Thị Bình', 'Trần Thị Bình'],
    ['đ.c Trần Thị Bình', 'Trần Thị Bình'],
    ['Đ/cTrần Thị Bình', 'Trần Thị Bình'],
    ['Đồng chí Lê Đức Đạt', 'Lê Đức Đạt'],
    ['ĐỒNG CHÍ: LÊ ĐỨC ĐẠT', 'LÊ ĐỨC ĐẠT'],
    ['Ông/Bà Phạm Minh', 'Phạm Minh'],
    ['Ông (Bà) Phạm Minh', 'Phạm Minh'],
    ['Bà Nguyễn Thị Hoà', 'Nguyễn Thị Hoà'],
  ])('%s', (text, expected) => {
    const stripped = stripHonorific(text);
    expect(stripped.name).toBe(expected);
    expect(stripped.prefix).not.toBeNull();
    expect(stripped.isCertain).toBe(true);
  });

  it('asks where the word may be a family name', () => {
    expect(stripHonorific('Ông Ích Khiêm')).toMatchObject({ name: 'Ích Khiêm', isCertain: false });
  });

  it('leaves names alone', () => {
    for (const full of ['Nguyễn Văn An', 'Đặng Chí Công', 'Bàng Văn Ba', 'Đức']) {
      expect(stripHonorific(full)).toEqual({ name: full, prefix: null, isCertain: true });
    }
  });
});

describe('capitals', () => {
  it('mends them', () => {
    expect(isAllCapitals('NGUYỄN VĂN AN')).toBe(true);
    expect(isAllCapitals('Nguyễn Văn An')).toBe(false);
    expect(toNameCase('NGUYỄN THỊ ÁNH-TUYẾT Y')).toBe('Nguyễn Thị Ánh-Tuyết Y');
  });
});
