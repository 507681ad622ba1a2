import { ACCOUNT_ROLES, DEVICE_KINDS } from './actor.ts';
import type { Actor, AccountRole, DeviceKind, Grant } from './actor.ts';

/** Everybody whom the permission table knows. */
export const ROLES = [...ACCOUNT_ROLES, ...DEVICE_KINDS, 'DELEGATE', 'PUBLIC'] as const;
export type Role = AccountRole | DeviceKind | 'DELEGATE' | 'PUBLIC';

/** Who takes sources to air and calls halls up. */
const DIRECTS = ['ADMINISTRATOR', 'ORGANISER', 'DIRECTOR'] as const;

/**
 * The one permission table: what each role may do. A role's reach (which rows) comes from the grant's
 * scope for accounts, from the hall for devices and from the delegate's own row for delegates.
 */
export const PERMISSIONS = {
  // Open to everybody: they prove themselves by a secret in the input.
  'public:use': [...ACCOUNT_ROLES, ...DEVICE_KINDS, 'DELEGATE', 'PUBLIC'],
  'account:self': [...ACCOUNT_ROLES],
  'account:manage': ['ADMINISTRATOR'],
  'unit:manage': ['ADMINISTRATOR'],
  'unit:read': [...ACCOUNT_ROLES],
  'conference:create': ['ADMINISTRATOR', 'ORGANISER'],
  'conference:manage': ['ADMINISTRATOR', 'ORGANISER'],
  'conference:read': [...ACCOUNT_ROLES, ...DEVICE_KINDS],
  'site:manage': ['ADMINISTRATOR', 'ORGANISER'],
  'site:read': [...ACCOUNT_ROLES, ...DEVICE_KINDS],
  'device:manage': ['ADMINISTRATOR', 'ORGANISER'],
  'roster:import': ['ADMINISTRATOR', 'ORGANISER', 'UNIT_ADMIN'],
  'roster:manage': ['ADMINISTRATOR', 'ORGANISER', 'UNIT_ADMIN'],
  'roster:read': ['ADMINISTRATOR', 'ORGANISER', 'UNIT_ADMIN', 'DOOR'],
  'check-in:append': ['ADMINISTRATOR', 'ORGANISER', 'DOOR'],
  'headcount:report': ['ADMINISTRATOR', 'ORGANISER', 'CONSOLE', 'DOOR', 'HEADCOUNT'],
  'headcount:read': [...ACCOUNT_ROLES, 'CONSOLE', 'DOOR', 'HEADCOUNT'],
  'figures:read': [...ACCOUNT_ROLES],
  'people:read': ['ADMINISTRATOR', 'ORGANISER', 'UNIT_ADMIN', 'OFFICIAL'],
  'figures:export': ['ADMINISTRATOR', 'ORGANISER', 'UNIT_ADMIN', 'OFFICIAL'],
  'pass:read': ['DELEGATE'],
  'line:open': [...DIRECTS, 'CONSOLE', 'PROJECTOR'],
  // Besides the role, a line is only ever used by the one who opened it.
  'line:use': [...DIRECTS, 'CONSOLE', 'PROJECTOR'],
  'line:send': ['CONSOLE'],
  'source:watch': [...DIRECTS],
  'programme:read': [...DIRECTS, 'CONSOLE', 'PROJECTOR'],
  'programme:direct': [...DIRECTS],
  'control-room:follow': [...DIRECTS],
  'broadcast:direct': [...DIRECTS],
  // Besides whoever may by its access: the watch page of a session while it is closed.
  'broadcast:watch': [...DIRECTS, 'CONSOLE', 'PROJECTOR'],
  'input:direct': [...DIRECTS],
  // Watching and downloading what was recorded; a unit reads its own figures, not these.
  'recording:read': [...DIRECTS, 'OFFICIAL'],
  'recording:remove': ['ADMINISTRATOR', 'ORGANISER'],
  'speaker:request': ['CONSOLE'],
  // A hall without a line may have no other machine than a telephone.
  'hall:follow': ['CONSOLE', 'PROJECTOR', 'HEADCOUNT'],
  'hall:say': ['CONSOLE', 'HEADCOUNT'],
  'hall:operate': ['CONSOLE'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/**
 * The row that a command or a page touches. A field left out means "no such row": a grant that needs
 * it does not reach. `system` marks rows above all conferences (accounts, units, a new conference).
 */
export interface RowScope {
  system?: true;
  /** The row is shared by everybody who takes part in the conference: its name, sessions, agenda. */
  shared?: true;
  conferenceId?: string;
  siteId?: string;
  unitPath?: string;
  delegateId?: string;
  /** The row belongs to this account alone, e.g. its password. */
  accountId?: string;
}

/** Whether the actor may do it to that row; both the role's line and the reach must allow it. */
export function can(actor: Actor, permission: Permission, row: RowScope): boolean {
  const roles: readonly Role[] = PERMISSIONS[permission];
  if (permission === 'public:use') return true;
  switch (actor.kind) {
    case 'anonymous':
      return roles.includes('PUBLIC');
    case 'delegate':
      return roles.includes('DELEGATE') && row.delegateId === actor.delegateId;
    case 'device':
      return roles.includes(actor.deviceKind) && reachesFromDevice(actor, row);
    case 'account':
      return actor.grants.some(
        (grant) =>
          roles.includes(grant.role) && (row.accountId === actor.accountId || reaches(grant, row)),
      );
  }
}

/** The account's grants that carry the permission, for queries that filter rows by reach. */
export function grantsWith(actor: Actor, permission: Permission): Grant[] {
  const roles: readonly Role[] = PERMISSIONS[permission];
  return actor.kind === 'account' ? actor.grants.filter((g) => roles.includes(g.role)) : [];
}

function reaches(grant: Grant, row: RowScope): boolean {
  const { scope } = grant;
  switch (scope.kind) {
    case 'ALL':
      return true;
    case 'CONFERENCE':
      return row.conferenceId === scope.conferenceId;
    case 'UNIT':
      return row.shared === true || (row.unitPath?.startsWith(scope.path) ?? false);
    case 'SITE':
      return row.shared === true || row.siteId === scope.siteId;
  }
}

/** Which rows of one conference an actor reaches with a permission: the filter of every list and figure. */
export type Reach = { kind: 'ALL' } | { kind: 'SOME'; unitPaths: string[]; siteIds: string[] };

/**
 * @returns the union of what the actor's grants (or the device's hall) reach in that conference;
 *   `SOME` with two empty lists reaches nothing
 */
export function reachOf(actor: Actor, permission: Permission, conferenceId: string): Reach {
  const reach = { kind: 'SOME' as const, unitPaths: [] as string[], siteIds: [] as string[] };
  if (actor.kind === 'device' && can(actor, permission, { conferenceId, siteId: actor.siteId })) {
    if (actor.conferenceId === conferenceId) reach.siteIds.push(actor.siteId);
  }
  for (const { scope } of grantsWith(actor, permission)) {
    if (scope.kind === 'ALL') return { kind: 'ALL' };
    if (scope.kind === 'CONFERENCE' && scope.conferenceId === conferenceId) return { kind: 'ALL' };
    if (scope.kind === 'UNIT') reach.unitPaths.push(scope.path);
    if (scope.kind === 'SITE') reach.siteIds.push(scope.siteId);
  }
  return reach;
}

/** A device reaches its own hall, and reads the conference that the hall belongs to. */
function reachesFromDevice(
  actor: { siteId: string; conferenceId: string },
  row: RowScope,
): boolean {
  if (row.system) return false;
  if (row.siteId !== undefined) return row.siteId === actor.siteId;
  return row.delegateId === undefined && row.conferenceId === actor.conferenceId;
}
