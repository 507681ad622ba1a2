import { expect, it } from 'vitest';
import { foldOptions, rankOptions } from './rank-options.ts';

const option = (label: string, note = '') => ({ value: label, label, note });
const UNITS = [
  option('Chi bộ Trường THCS Ba Đình 2', '00011'),
  option('Đảng ủy Bà Triệu, khu vực Đình Công', '00012'),
  option('Chi bộ cơ quan', 'Ba Đình'),
  option('Đảng bộ phường Ba Đình', '00013'),
  option('Đảng bộ quận Ba Đình', '00014'),
  option('Đảng bộ phường Ngọc Hà', '00015'),
];
const found = (typed: string) =>
  rankOptions(UNITS, foldOptions(UNITS), typed).map(({ label }) => label);

it('puts the unit first whose own name was typed, then those that only contain it', () => {
  expect(found('ba dinh')).toEqual([
    'Đảng bộ quận Ba Đình',
    'Đảng bộ phường Ba Đình',
    'Chi bộ Trường THCS Ba Đình 2',
    'Đảng ủy Bà Triệu, khu vực Đình Công',
    'Chi bộ cơ quan',
  ]);
});

it('finds by code, by the beginning, and by words in any order', () => {
  expect(found('00015')).toEqual(['Đảng bộ phường Ngọc Hà']);
  expect(found('đảng bộ p')[0]).toBe('Đảng bộ phường Ba Đình');
  expect(found('hà ngọc')).toEqual(['Đảng bộ phường Ngọc Hà']);
  expect(found('ình côn')).toEqual(['Đảng ủy Bà Triệu, khu vực Đình Công']);
});

it('leaves the list as it is while nothing is typed', () => {
  expect(rankOptions(UNITS, foldOptions(UNITS), ' ')).toBe(UNITS);
  expect(found('khong co')).toEqual([]);
});
