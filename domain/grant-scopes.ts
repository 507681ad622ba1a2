import type { AccountRole, GrantScope } from './actor.ts';

/** Over what each role may be granted, the usual one first. A unit stands for its whole subtree. */
export const GRANT_SCOPES = {
  ADMINISTRATOR: ['ALL'],
  ORGANISER: ['ALL', 'CONFERENCE'],
  DIRECTOR: ['ALL', 'CONFERENCE'],
  UNIT_ADMIN: ['UNIT', 'SITE'],
  OFFICIAL: ['ALL', 'CONFERENCE', 'UNIT', 'SITE'],
} as const satisfies Record<AccountRole, readonly GrantScope['kind'][]>;

export function isGrantable(role: AccountRole, scopeKind: GrantScope['kind']): boolean {
  const allowed: readonly GrantScope['kind'][] = GRANT_SCOPES[role];
  return allowed.includes(scopeKind);
}
