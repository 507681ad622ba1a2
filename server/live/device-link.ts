import { eq } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import { findConference } from '#db/queries/conference.ts';
import {
  activeDevices,
  listDeviceLinks,
  lockDeviceLink,
  revokeDevices,
} from '#db/queries/device.ts';
import type { DeviceLinkRow } from '#db/queries/device.ts';
import { findSite } from '#db/queries/site.ts';
import type { SiteRow } from '#db/queries/site.ts';
import { deviceLink } from '#db/schema/site.ts';
import { actorKey } from '#domain/actor.ts';
import type { DeviceKind } from '#domain/actor.ts';
import type { RowScope } from '#domain/permissions.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { audit } from '../identity/audit.ts';
import type { Identity } from '../identity/create-identity.ts';
import { ensureDeviceLinks, linkCodeHash } from '../identity/device-links.ts';
import { messageOfHall, showLink } from '../identity/shown-links.ts';
import type { ShownLink } from '../identity/shown-links.ts';

type Names = 'device-link:list' | 'device-link:reissue' | 'device-link:revoke';

/** The links and codes by which a hall enrols its devices. */
export function createDeviceLinkHandlers(identity: Identity): Handlers<Names> {
  const { masterKey } = identity;
  return {
    'device-link:list': handle('device-link:list', {
      scope: siteScope,
      run: async ({ siteId }, context) => {
        const { tx, actor, origin } = context;
        const { site } = await requireSite(tx, siteId);
        await ensureDeviceLinks(tx, { siteId }, masterKey);
        const rows = await listDeviceLinks(tx, siteId);
        const links = rows.map((row) => showLink(row, { masterKey, origin }));
        await audit(tx, {
          actorKey: actorKey(actor),
          action: 'device-link:list',
          subject: { siteId },
        });
        return { links, message: await messageOf(context, site, links) };
      },
    }),
    'device-link:reissue': handle('device-link:reissue', {
      scope: siteScope,
      run: async ({ siteId, deviceKind, revokesDevices }, { tx, now, afterCommit }) => {
        const link = await requireLink(tx, { siteId, deviceKind, masterKey });
        const issue = link.issue + 1;
        const hash = linkCodeHash(masterKey, { id: link.id, issue });
        await tx
          .update(deviceLink)
          .set({ issue, codeHash: hash, issuedAt: now(), revokedAt: null })
          .where(eq(deviceLink.id, link.id));
        if (!revokesDevices) return {};
        const active = await activeDevices(tx, { siteId, kind: deviceKind });
        const deviceIds = active.map(({ id }) => id);
        const ended = await revokeDevices(tx, { deviceIds, at: now() });
        afterCommit(() => ended.forEach((id) => identity.changed(`device:${id}`)));
        return {};
      },
    }),
    'device-link:revoke': handle('device-link:revoke', {
      scope: siteScope,
      run: async ({ siteId, deviceKind }, { tx, now }) => {
        const link = await requireLink(tx, { siteId, deviceKind, masterKey });
        if (link.revokedAt) return {};
        await tx.update(deviceLink).set({ revokedAt: now() }).where(eq(deviceLink.id, link.id));
        return {};
      },
    }),
  };
}

async function siteScope(
  { siteId }: { siteId: string },
  { tx }: CommandContext,
): Promise<RowScope> {
  return (await requireSite(tx, siteId)).scope;
}

async function requireSite(tx: Tx, siteId: string): Promise<{ site: SiteRow; scope: RowScope }> {
  const found = await findSite(tx, siteId);
  if (!found) throw new Refusal('NOT_FOUND');
  return found;
}

/** The hall's link of that kind, made when missing, locked until the transaction ends. */
async function requireLink(
  tx: Tx,
  place: { siteId: string; deviceKind: DeviceKind; masterKey: string },
): Promise<DeviceLinkRow> {
  await ensureDeviceLinks(tx, { siteId: place.siteId }, place.masterKey);
  const link = await lockDeviceLink(tx, place);
  if (!link) throw new Refusal('NOT_FOUND');
  return link;
}

async function messageOf(
  { tx, origin }: CommandContext,
  site: SiteRow,
  links: ShownLink[],
): Promise<{ vi: string; en: string }> {
  const conference = await findConference(tx, site.conferenceId);
  if (!conference) throw new Refusal('NOT_FOUND');
  return messageOfHall({ site, conference, links, origin });
}
