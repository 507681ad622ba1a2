import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { findConference } from '#db/queries/conference.ts';
import type { ConferenceRow } from '#db/queries/conference.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
import type { AccountActor } from '#domain/actor.ts';
import type { Permission } from '#domain/permissions.ts';
import { requireAccount, requirePermission } from '../../_server/guards.ts';

const readConference = cache((conferenceId: string) =>
  findConference(pageDatabase(), conferenceId),
);

/**
 * Who asks, and for which conference: 401 without a sign-in, 404 for an unknown conference, 403
 * unless the permission table lets the account do it there.
 * @param permission `shared` ones are what everybody in the conference may read
 */
export async function requireConferencePage(
  conferenceId: string,
  permission: Permission,
): Promise<{ account: AccountActor; conference: ConferenceRow }> {
  const account = await requireAccount();
  if (!z.uuid().safeParse(conferenceId).success) notFound();
  const conference = (await readConference(conferenceId)) ?? notFound();
  const isShared = SHARED.has(permission);
  requirePermission(account, permission, { conferenceId, ...(isShared ? { shared: true } : {}) });
  return { account, conference };
}

/** Their lists are cut to the account's reach, so that a unit may open them too. */
const SHARED: ReadonlySet<Permission> = new Set<Permission>([
  'conference:read',
  'site:read',
  'roster:read',
  'roster:import',
]);
