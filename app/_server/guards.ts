import { forbidden, unauthorized } from 'next/navigation';
import type { AccountActor, Actor, DeviceActor, DeviceKind } from '#domain/actor.ts';
import { can, type Permission, type RowScope } from '#domain/permissions.ts';
import { readAccount, readDevice } from './principal.ts';

/** The signed-in account; answers 401 with a page that leads to the sign-in. */
export async function requireAccount(): Promise<AccountActor> {
  return (await readAccount()) ?? unauthorized();
}

/** This browser's device of one of those kinds; answers 401 or 403 with a page that says what to do. */
export async function requireDevice(...kinds: DeviceKind[]): Promise<DeviceActor> {
  const device = (await readDevice()) ?? unauthorized();
  return kinds.includes(device.deviceKind) ? device : forbidden();
}

/** Answers 403 unless the permission table lets the actor do it to that row. */
export function requirePermission(actor: Actor, permission: Permission, row: RowScope): void {
  if (!can(actor, permission, row)) forbidden();
}
