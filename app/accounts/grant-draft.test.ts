import { describe, expect, it } from 'vitest';
import { ACCOUNT_ROLES } from '#domain/actor.ts';
import { isGrantable } from '#domain/grant-scopes.ts';
import { differ, draftOf, draftsOf, newDraft, toInputs, withRole } from './grant-draft.ts';

describe('a grant while it is being chosen', () => {
  it('starts with a place of the kind that its role may have', () => {
    for (const role of ACCOUNT_ROLES) {
      expect(isGrantable(role, newDraft(role).scopeKind)).toBe(true);
    }
  });

  it('keeps its place under another role that may have it, and drops it otherwise', () => {
    const unit = { scopeKind: 'UNIT' as const, scopeId: 'u', scopeName: 'Ba Đình' };
    const draft = draftOf({ role: 'UNIT_ADMIN', ...unit });
    expect(withRole(draft, 'OFFICIAL')).toMatchObject({ role: 'OFFICIAL', scopeId: 'u' });
    expect(withRole(draft, 'ORGANISER')).toMatchObject({ scopeKind: 'ALL', scopeId: null });
    for (const role of ACCOUNT_ROLES) {
      expect(isGrantable(role, withRole(draft, role).scopeKind)).toBe(true);
    }
  });

  it('is sent only when every place is chosen', () => {
    const everything = newDraft('ORGANISER');
    const missing = newDraft('UNIT_ADMIN');
    expect(toInputs([everything, missing])).toBeNull();
    expect(toInputs([everything, { ...missing, scopeId: 'u' }])).toEqual([
      { role: 'ORGANISER', scope: { kind: 'ALL' } },
      { role: 'UNIT_ADMIN', scope: { kind: 'UNIT', unitId: 'u' } },
    ]);
  });

  it('is another than the stored ones only when the role or the place is', () => {
    const stored = [
      {
        role: 'UNIT_ADMIN' as const,
        scopeKind: 'UNIT' as const,
        scopeId: 'u',
        scopeName: 'Ba Đình',
      },
    ];
    const drafts = draftsOf(stored);
    expect(differ(drafts, stored)).toBe(false);
    expect(differ([withRole(drafts[0]!, 'OFFICIAL')], stored)).toBe(true);
    expect(differ([...drafts, newDraft('OFFICIAL')], stored)).toBe(true);
    expect(differ(draftsOf([]), [])).toBe(false);
  });
});
