import { expect, it } from 'vitest';
import { changedFields } from './changed-fields.ts';

const SEEN = { name: 'Điểm cầu Quận Ba Đình', phone: '', plannedCount: 160, unitId: null };

it('names the fields that somebody else changed, also to nothing', () => {
  expect(changedFields({ ...SEEN }, SEEN)).toEqual([]);
  const stored = { ...SEEN, name: 'Điểm cầu Phường Ba Đình', plannedCount: null };
  expect(changedFields<Record<keyof typeof SEEN, string | number | null>>(stored, SEEN)).toEqual([
    'name',
    'plannedCount',
  ]);
});

it('leaves out what only looks otherwise: blanks, and letters written in two parts', () => {
  const stored = { ...SEEN, name: `  ${SEEN.name.normalize('NFD')}\u00a0`, phone: ' ' };
  expect(changedFields(stored, SEEN)).toEqual([]);
});

it('does not look at fields that the reader was not shown', () => {
  const stored = { ...SEEN, createdAt: '2026-12-01' };
  expect(changedFields<typeof SEEN>(stored, SEEN)).toEqual([]);
});
