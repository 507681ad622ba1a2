import { expect, it } from 'vitest';
import { noFigures } from '#domain/figures.ts';
import type { FigureSiteRow, FigureUnitRow } from './figures-model.ts';
import { growTree, treeLines } from './unit-tree.ts';

const unit = (id: string, parentId: string | null, name: string): FigureUnitRow => ({
  id,
  name,
  parentId,
  counts: { ...noFigures(), summoned: 1 },
});
const site = (id: string, unitId: string, name: string): FigureSiteRow => ({
  id,
  code: id,
  name,
  tier: 'COMMUNE',
  mode: 'ONLINE',
  unitId,
  unitName: '',
  counts: noFigures(),
  hall: null,
});

const ROOTS = growTree({
  units: [
    unit('city', null, 'Thành phố'),
    unit('body', 'city', 'Ban Tổ chức'),
    unit('district', 'city', 'Quận Ba Đình'),
    unit('ward', 'district', 'Phường Ngọc Hà'),
  ],
  sites: [site('hall', 'ward', 'Điểm cầu Ngọc Hà')],
});
const ids = (open: string[], search = '') =>
  treeLines(ROOTS, { open: new Set(open), search }).map((line) => line.id);

it('draws only the open branches, large units before small ones', () => {
  expect(ids([])).toEqual(['city']);
  expect(ids(['city'])).toEqual(['city', 'district', 'body']);
  expect(ids(['city', 'district', 'ward'])).toEqual(['city', 'district', 'ward', 'hall', 'body']);
  expect(ids(['ward'])).toEqual(['city']);
});

it('opens the way to what is searched, without tone marks', () => {
  expect(ids([], 'ngoc ha')).toEqual(['city', 'district', 'ward', 'hall']);
  expect(ids([], 'diem cau')).toEqual(['city', 'district', 'ward', 'hall']);
  expect(ids([], 'to chuc')).toEqual(['city', 'body']);
  expect(ids([], 'không có')).toEqual([]);
});

it('knows what can be opened', () => {
  const lines = treeLines(ROOTS, { open: new Set(['city', 'body']), search: '' });
  const can = lines.map((line) => line.kind === 'unit' && [line.id, line.canOpen, line.isOpen]);
  expect(can).toEqual([
    ['city', true, true],
    ['district', true, false],
    ['body', false, false],
  ]);
});

it('leaves out units in which nobody is summoned and no hall is held', () => {
  const empty = { ...unit('empty', null, 'Trống'), counts: noFigures() };
  expect(growTree({ units: [empty], sites: [] })).toEqual([]);
});
