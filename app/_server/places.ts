import type { DeviceActor, Principal } from '#domain/actor.ts';
import type { Permission } from '#domain/permissions.ts';
import { PERMISSIONS, type Role } from '#domain/permissions.ts';
import { DEVICE_PLACES } from '../_ui/device-places.ts';

export type PlaceKey =
  | 'conferences'
  | 'controlRoom'
  | 'dashboard'
  | 'units'
  | 'accounts'
  | 'site'
  | 'checkIn'
  | 'headcount';
export interface Place {
  key: PlaceKey;
  href: string;
}

const ACCOUNT_PLACES: readonly (Place & { permission: Permission })[] = [
  { key: 'conferences', href: '/conferences', permission: 'roster:manage' },
  { key: 'controlRoom', href: '/control-room', permission: 'control-room:follow' },
  { key: 'dashboard', href: '/dashboard', permission: 'figures:read' },
  { key: 'units', href: '/units', permission: 'unit:manage' },
  { key: 'accounts', href: '/accounts', permission: 'account:manage' },
];

const DEVICE_KEYS: Record<DeviceActor['deviceKind'], PlaceKey> = {
  CONSOLE: 'site',
  PROJECTOR: 'site',
  DOOR: 'checkIn',
  HEADCOUNT: 'headcount',
};

/** Where somebody may go, by role: the navigation of every page. */
export function placesOf({ account, device }: Principal): Place[] {
  const roles = account?.grants.map((grant) => grant.role) ?? [];
  const places: Place[] = ACCOUNT_PLACES.filter(({ permission }) => {
    const allowed: readonly Role[] = PERMISSIONS[permission];
    return roles.some((role) => allowed.includes(role));
  }).map(({ key, href }) => ({ key, href }));
  if (device)
    places.push({ key: DEVICE_KEYS[device.deviceKind], href: DEVICE_PLACES[device.deviceKind] });
  return places;
}
