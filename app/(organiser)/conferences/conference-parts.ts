import type { AccountActor } from '#domain/actor.ts';
import { can } from '#domain/permissions.ts';
import type { Permission } from '#domain/permissions.ts';

export interface ConferencePart {
  key: 'overview' | 'sessions' | 'sites' | 'roster' | 'import' | 'recordings';
  /** Below the conference's address. */
  path: string;
}

/** `isWhole`: only for those who reach the whole conference. */
const PARTS: readonly (ConferencePart & { permission: Permission; isWhole?: true })[] = [
  { key: 'overview', path: '', permission: 'conference:read' },
  { key: 'sessions', path: '/sessions', permission: 'conference:read' },
  { key: 'sites', path: '/sites', permission: 'site:read' },
  { key: 'roster', path: '/roster', permission: 'roster:manage' },
  { key: 'import', path: '/import', permission: 'roster:import' },
  { key: 'recordings', path: '/recordings', permission: 'recording:read', isWhole: true },
];

/** The parts of a round that an account may open; their lists are cut to its reach. */
export function partsFor(account: AccountActor, conferenceId: string): ConferencePart[] {
  return PARTS.filter(({ permission, isWhole }) =>
    can(account, permission, { conferenceId, ...(isWhole ? {} : { shared: true }) }),
  );
}
