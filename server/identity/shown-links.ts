import type { CommandOutput } from '#contract/registry.ts';
import type { DeviceLinkRow } from '#db/queries/device.ts';
import type { SiteRow } from '#db/queries/site.ts';
import { hallMessage } from '#domain/hall-message.ts';
import { deviceCode, deviceLinkToken, printCode } from './derived-secret.ts';

export type ShownLink = CommandOutput<'device-link:list'>['links'][number];

/** A link with its address and code, both null while it is revoked. */
export function showLink(
  row: DeviceLinkRow,
  { masterKey, origin }: { masterKey: string; origin: string },
): ShownLink {
  const isRevoked = row.revokedAt !== null;
  return {
    deviceKind: row.deviceKind,
    link: isRevoked ? null : `${origin}/d/${deviceLinkToken(masterKey, row)}`,
    code: isRevoked ? null : printCode(deviceCode(masterKey, row)),
    isRevoked,
    issuedAt: row.issuedAt.toISOString(),
  };
}

/** The text to send to the contact of a hall: its links that were not revoked. */
export function messageOfHall(hall: {
  site: Pick<SiteRow, 'code' | 'name' | 'mode'>;
  conference: { name: string; helpPhone: string };
  links: readonly ShownLink[];
  origin: string;
}): { vi: string; en: string } {
  const { site, conference, links, origin } = hall;
  const usable = links.flatMap(({ deviceKind, link, code }) => {
    return link === null || code === null ? [] : { deviceKind, link, code };
  });
  return hallMessage({
    siteCode: site.code,
    siteName: site.name,
    followsTelevision: site.mode === 'TV_ONLY',
    conferenceName: conference.name,
    helpPhone: conference.helpPhone,
    joinAddress: `${origin}/join`,
    links: usable,
  });
}
