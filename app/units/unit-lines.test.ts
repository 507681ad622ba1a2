import { describe, expect, it } from 'vitest';
import { unitLines, type UnitStanding } from './unit-lines.ts';

const unit = (
  id: string,
  parentId: string | null,
  more: { name?: string; validTo?: string } = {},
) => ({
  id,
  code: `M${id}`,
  name: more.name ?? `Đảng bộ ${id}`,
  parentId,
  validTo: more.validTo ?? null,
});

const UNITS = [
  unit('root', null, { name: 'Đảng bộ Thành phố' }),
  unit('b', 'root', { name: 'Đảng bộ quận Ba Đình', validTo: '2025-06-30' }),
  unit('b1', 'b', { name: 'Đảng bộ phường Ngọc Hà', validTo: '2025-06-30' }),
  unit('o', 'root', { name: 'Đảng bộ phường Ô Chợ Dừa' }),
  unit('n', 'root', { name: 'Đảng bộ phường Ngọc Hà' }),
];

const show = (search: string, standing: UnitStanding) =>
  unitLines(UNITS, { search, standing, today: '2026-01-01' }).map(
    ({ unit: { id }, depth, isWayOnly }) => `${depth}${id}${isWayOnly ? '*' : ''}`,
  );

describe('unitLines', () => {
  it('nests units and sorts siblings as Vietnamese readers do', () => {
    expect(show('', 'ALL')).toEqual(['0root', '1n', '1o', '1b', '2b1']);
  });

  it('keeps the units of today, or those that ended with the way down to them', () => {
    expect(show('', 'CURRENT')).toEqual(['0root', '1n', '1o']);
    expect(show('', 'ENDED')).toEqual(['0root*', '1b', '2b1']);
  });

  it('finds without marks, by name or code', () => {
    expect(show('ngoc ha', 'ALL')).toEqual(['0root*', '1n', '1b*', '2b1']);
    expect(show('o cho dua', 'CURRENT')).toEqual(['0root*', '1o']);
    expect(show('mb1', 'ALL')).toEqual(['0root*', '1b*', '2b1']);
    expect(show('không có', 'ALL')).toEqual([]);
    expect(show('oc ha', 'ALL')).toEqual([]);
  });
});
