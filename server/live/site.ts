import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import { findConference } from '#db/queries/conference.ts';
import {
  ancestorIdsOf,
  findSite,
  findSiteByCode,
  isSiteInUse,
  listSiteDevices,
} from '#db/queries/site.ts';
import type { SiteRow } from '#db/queries/site.ts';
import { findUnit } from '#db/queries/unit.ts';
import { device, deviceLink, site } from '#db/schema/site.ts';
import { foldKey } from '#domain/text/fold.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { refuseChanged } from '../commands/refuse-changed.ts';
import { requireConference, requireLockedConference } from '../commands/require-conference.ts';

type Names = 'site:create' | 'site:update' | 'site:remove' | 'site:devices';

export interface SiteParts {
  /** Ends every socket of an actor, by its key. */
  disconnect(actorKey: string): void;
  /** After a commit: the halls of a conference are others now. */
  rosterChanged(change: { conferenceId: string }): void;
}

interface SiteFields {
  code: string;
  name: string;
  unitId: string | null;
  parentSiteId: string | null;
}

/** điểm cầu: the halls of a conference. */
export function createSiteHandlers(parts: SiteParts): Handlers<Names> {
  return {
    'site:create': handle('site:create', {
      scope: async ({ conferenceId }, { tx }) => {
        if (!(await findConference(tx, conferenceId))) throw new Refusal('NOT_FOUND');
        return { conferenceId };
      },
      run: async ({ conferenceId, ...fields }, { tx, afterCommit }) => {
        afterCommit(() => parts.rosterChanged({ conferenceId }));
        await requireConference(tx, conferenceId);
        const taken = await findSiteByCode(tx, { conferenceId, code: fields.code });
        if (taken && !taken.removedAt) throw new Refusal('NAME_TAKEN', { field: 'code' });
        await refuseUnsuitable(tx, { conferenceId, siteId: taken?.id ?? null, fields });
        const values = { ...fields, searchKey: foldKey(fields.name) };
        if (taken) return restoreSite(tx, taken, values);
        const [row] = await tx
          .insert(site)
          .values({ conferenceId, ...values })
          .onConflictDoNothing()
          .returning({ id: site.id });
        if (!row) throw new Refusal('NAME_TAKEN', { field: 'code' });
        return { id: row.id };
      },
    }),
    'site:update': handle('site:update', {
      scope: async ({ siteId }, { tx }) => (await requireSite(tx, siteId)).scope,
      run: async ({ siteId, expected, ...fields }, { tx, afterCommit }) => {
        const { conferenceId } = (await requireSite(tx, siteId)).site;
        afterCommit(() => parts.rosterChanged({ conferenceId }));
        // Locked, so that two moves at once can't make a cycle of parents between them.
        await requireLockedConference(tx, conferenceId);
        refuseChanged((await requireSite(tx, siteId)).site, expected);
        const taken = await findSiteByCode(tx, { conferenceId, code: fields.code });
        if (taken && taken.id !== siteId) throw new Refusal('NAME_TAKEN', { field: 'code' });
        await refuseUnsuitable(tx, { conferenceId, siteId, fields });
        await tx
          .update(site)
          .set({ ...fields, searchKey: foldKey(fields.name) })
          .where(eq(site.id, siteId));
        return {};
      },
    }),
    'site:remove': handle('site:remove', {
      scope: async ({ siteId }, { tx }) => (await requireSite(tx, siteId)).scope,
      run: ({ siteId }, context) => removeSite(siteId, context, parts),
    }),
    'site:devices': handle('site:devices', {
      scope: async ({ siteId }, { tx }) => (await requireSite(tx, siteId)).scope,
      run: async ({ siteId }, { tx }) => ({
        devices: (await listSiteDevices(tx, siteId)).map((row) => ({
          ...row,
          enrolledAt: row.enrolledAt.toISOString(),
          lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
        })),
      }),
    }),
  };
}

async function requireSite(tx: Tx, siteId: string) {
  const found = await findSite(tx, siteId);
  if (!found) throw new Refusal('NOT_FOUND');
  return found;
}

/** A removed hall comes back; its links stay ended until new ones are issued. */
async function restoreSite(
  tx: Tx,
  removed: SiteRow,
  values: Partial<SiteRow>,
): Promise<{ id: string }> {
  await tx
    .update(site)
    .set({ ...values, removedAt: null })
    .where(eq(site.id, removed.id));
  return { id: removed.id };
}

async function removeSite(
  siteId: string,
  { tx, now, afterCommit }: CommandContext,
  parts: SiteParts,
): Promise<Record<string, never>> {
  const { conferenceId } = (await requireSite(tx, siteId)).site;
  afterCommit(() => parts.rosterChanged({ conferenceId }));
  await requireConference(tx, conferenceId);
  // Locked, so that a delegate on his way into this hall waits and then finds it gone.
  await tx.select().from(site).where(eq(site.id, siteId)).for('update');
  if (await isSiteInUse(tx, siteId)) throw new Refusal('IN_USE');
  await tx.update(site).set({ removedAt: now() }).where(eq(site.id, siteId));
  await tx.update(deviceLink).set({ revokedAt: now() }).where(eq(deviceLink.siteId, siteId));
  const revoked = await tx
    .update(device)
    .set({ revokedAt: now() })
    .where(and(eq(device.siteId, siteId), isNull(device.revokedAt)))
    .returning({ id: device.id });
  for (const { id } of revoked) afterCommit(() => parts.disconnect(`device:${id}`));
  return {};
}

/** @throws Refusal PARENT_UNSUITABLE for a parent elsewhere or below the hall, NOT_FOUND for the unit */
async function refuseUnsuitable(
  tx: Tx,
  checked: { conferenceId: string; siteId: string | null; fields: SiteFields },
): Promise<void> {
  const { conferenceId, siteId, fields } = checked;
  if (fields.unitId !== null && !(await findUnit(tx, fields.unitId))) {
    throw new Refusal('NOT_FOUND', { field: 'unitId' });
  }
  if (fields.parentSiteId === null) return;
  const parent = await findSite(tx, fields.parentSiteId);
  const isElsewhere = parent?.site.conferenceId !== conferenceId;
  if (isElsewhere) throw new Refusal('PARENT_UNSUITABLE', { field: 'parentSiteId' });
  if (siteId === null) return;
  const above = await ancestorIdsOf(tx, fields.parentSiteId);
  if (above.includes(siteId)) throw new Refusal('PARENT_UNSUITABLE', { field: 'parentSiteId' });
}
