import type { CommandInput } from '#contract/registry.ts';
import type { AccountRole } from '#domain/actor.ts';
import { GRANT_SCOPES, isGrantable } from '#domain/grant-scopes.ts';
import type { GrantView, ScopeKind } from './account-view.ts';

export type GrantInput = CommandInput<'account:set-grants'>['grants'][number];

/** A grant while it is being chosen: the place may still be missing. */
export interface GrantDraft {
  key: number;
  role: AccountRole;
  scopeKind: ScopeKind;
  scopeId: string | null;
}

let lastKey = 0;

export function newDraft(role: AccountRole): GrantDraft {
  return { key: (lastKey += 1), role, scopeKind: GRANT_SCOPES[role][0], scopeId: null };
}

export function draftOf({ role, scopeKind, scopeId }: Omit<GrantDraft, 'key'>): GrantDraft {
  return { key: (lastKey += 1), role, scopeKind, scopeId };
}

/** What the editor starts with; an account without any right is offered the smallest. */
export function draftsOf(grants: readonly GrantView[]): GrantDraft[] {
  return startOf(grants).map(draftOf);
}

/** True when the drafts are others than those that the editor starts with. */
export function differ(drafts: readonly GrantDraft[], grants: readonly GrantView[]): boolean {
  const plain = (list: readonly Omit<GrantDraft, 'key'>[]) =>
    JSON.stringify(list.map(({ role, scopeKind, scopeId }) => [role, scopeKind, scopeId]));
  return plain(drafts) !== plain(startOf(grants));
}

function startOf(grants: readonly GrantView[]): readonly Omit<GrantDraft, 'key'>[] {
  if (grants.length > 0) return grants;
  return [{ role: 'OFFICIAL', scopeKind: GRANT_SCOPES.OFFICIAL[0], scopeId: null }];
}

/** Another role keeps the place where it may have one of that kind. */
export function withRole(draft: GrantDraft, role: AccountRole): GrantDraft {
  if (isGrantable(role, draft.scopeKind)) return { ...draft, role };
  return { ...draft, role, scopeKind: GRANT_SCOPES[role][0], scopeId: null };
}

/** @returns null while the place is missing */
export function toInput({ role, scopeKind, scopeId }: GrantDraft): GrantInput | null {
  if (scopeKind === 'ALL') return { role, scope: { kind: 'ALL' } };
  if (scopeId === null) return null;
  switch (scopeKind) {
    case 'CONFERENCE':
      return { role, scope: { kind: 'CONFERENCE', conferenceId: scopeId } };
    case 'UNIT':
      return { role, scope: { kind: 'UNIT', unitId: scopeId } };
    case 'SITE':
      return { role, scope: { kind: 'SITE', siteId: scopeId } };
  }
}

/** @returns null while the place of any of them is missing */
export function toInputs(drafts: readonly GrantDraft[]): GrantInput[] | null {
  const inputs = drafts.flatMap((draft) => toInput(draft) ?? []);
  return inputs.length === drafts.length ? inputs : null;
}
