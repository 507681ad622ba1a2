import { headers } from 'next/headers';
import { cache } from 'react';
import { PRINCIPAL_HEADER, verifyPrincipal } from '#contract/principal-header.ts';
import type { AccountActor, DeviceActor, Principal } from '#domain/actor.ts';

const NOBODY: Principal = { account: null, device: null };

/** Who asks for this page, as the front door signed it; nobody when the header is missing or altered. */
export const readPrincipal = cache(async (): Promise<Principal> => {
  const internalKey = process.env['INTERNAL_KEY'];
  if (!internalKey) return NOBODY;
  return verifyPrincipal((await headers()).get(PRINCIPAL_HEADER), internalKey) ?? NOBODY;
});

/** The signed-in account, or null. */
export async function readAccount(): Promise<AccountActor | null> {
  return (await readPrincipal()).account;
}

/** The enrolled device of this browser, or null. */
export async function readDevice(): Promise<DeviceActor | null> {
  return (await readPrincipal()).device;
}
