import { describe, expect, it } from 'vitest';
import { isUnsaved, newDraft, rebase } from './draft.ts';

const STORED = {
  name: 'Điểm cầu Ngọc Hà',
  phone: '0912 000 001',
  plannedCount: 40 as number | null,
};
const opened = newDraft(STORED);
const written = { ...opened, fields: { ...STORED, name: 'Điểm cầu Phường Ngọc Hà' } };

describe('a draft', () => {
  it('is unsaved while it says something else than what is stored', () => {
    expect(isUnsaved(opened)).toBe(false);
    expect(isUnsaved(written)).toBe(true);
    expect(isUnsaved({ ...opened, fields: { ...STORED, name: ` ${STORED.name} ` } })).toBe(false);
  });

  it('takes over what another changed and keeps what was written', () => {
    const now = { ...STORED, phone: '0912 000 002', plannedCount: null };
    expect(rebase(written, now)).toEqual({
      seen: now,
      fields: { ...now, name: 'Điểm cầu Phường Ngọc Hà' },
      theirs: ['phone', 'plannedCount'],
    });
  });

  it('names a field that both changed, and does not overwrite what was written', () => {
    const now = { ...STORED, name: 'Điểm cầu số 1' };
    const rebased = rebase(written, now);
    expect(rebased).toMatchObject({ seen: now, fields: written.fields, theirs: ['name'] });
    expect(rebase(rebased, { ...now, phone: '' }).theirs).toEqual(['name', 'phone']);
  });

  it('finds nothing of another’s in what its writer has just saved', () => {
    const rebased = rebase(written, written.fields);
    expect(rebased).toEqual({ seen: written.fields, fields: written.fields, theirs: [] });
    expect(isUnsaved(rebased)).toBe(false);
  });
});
