/** Who acts: an account of a person, an enrolled device of a hall, a delegate with a pass, or nobody known. */
export type Actor = AccountActor | DeviceActor | DelegateActor | AnonymousActor;

export interface AccountActor {
  kind: 'account';
  accountId: string;
  name: string;
  grants: Grant[];
}

export interface DeviceActor {
  kind: 'device';
  deviceId: string;
  deviceKind: DeviceKind;
  siteId: string;
  conferenceId: string;
}

export interface DelegateActor {
  kind: 'delegate';
  delegateId: string;
  conferenceId: string;
}

export interface AnonymousActor {
  kind: 'anonymous';
}

export const DEVICE_KINDS = ['CONSOLE', 'PROJECTOR', 'DOOR', 'HEADCOUNT'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

export const ACCOUNT_ROLES = [
  'ADMINISTRATOR',
  'ORGANISER',
  'DIRECTOR',
  'UNIT_ADMIN',
  'OFFICIAL',
] as const;
export type AccountRole = (typeof ACCOUNT_ROLES)[number];

/** One role of one account, over all rows, one conference, one unit's subtree, or one hall. */
export interface Grant {
  role: AccountRole;
  scope: GrantScope;
}

export type GrantScope =
  | { kind: 'ALL' }
  | { kind: 'CONFERENCE'; conferenceId: string }
  /** `path` as stored with the unit: ids from the root, each followed by '/'. */
  | { kind: 'UNIT'; unitId: string; path: string }
  | { kind: 'SITE'; siteId: string };

/** What a browser may hold at once: an account's sign-in and a device's enrolment. */
export interface Principal {
  account: AccountActor | null;
  device: DeviceActor | null;
}

export const ANONYMOUS: AnonymousActor = { kind: 'anonymous' };

/** A stable key of the actor for logs, audit and idempotency; holds an id, never a name. */
export function actorKey(actor: Actor): string {
  switch (actor.kind) {
    case 'account':
      return `account:${actor.accountId}`;
    case 'device':
      return `device:${actor.deviceId}`;
    case 'delegate':
      return `delegate:${actor.delegateId}`;
    case 'anonymous':
      return 'anonymous';
  }
}

/** The id in a device's key; null for a key of somebody else. */
export function deviceIdOf(key: string): string | null {
  return key.startsWith('device:') ? key.slice('device:'.length) : null;
}
