import { describeDevice } from '#db/queries/device.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
import { findSite } from '#db/queries/site.ts';
import type { DeviceActor } from '#domain/actor.ts';
import { requirePermission } from '../_server/guards.ts';
import type { HallPlace } from './hall-place.ts';

/** What the hall's own machine does: the central hall is a studio, some halls only watch television. */
export type HallWork = 'CONSOLE' | 'STUDIO' | 'TELEVISION';

/** The hall of a device with its sessions; null when it is gone. */
export async function readHallPlace(
  device: DeviceActor,
): Promise<{ place: HallPlace; work: HallWork } | null> {
  const { deviceId, siteId, conferenceId } = device;
  requirePermission(device, 'site:read', { siteId, conferenceId });
  const [hall, found] = await Promise.all([
    describeDevice(pageDatabase(), deviceId),
    findSite(pageDatabase(), siteId),
  ]);
  if (!hall || !found) return null;
  const { siteName, conferenceName, helpPhone } = hall;
  const sessions = hall.sessions.map((session) => ({
    id: session.id,
    name: session.name,
    startsAt: session.startsAt.toISOString(),
    endsAt: session.endsAt.toISOString(),
    lateAfter: session.lateAfter.toISOString(),
    openedAt: session.openedAt?.toISOString() ?? null,
    closedAt: session.closedAt?.toISOString() ?? null,
  }));
  const { tier, mode } = found.site;
  const work = mode === 'TV_ONLY' ? 'TELEVISION' : tier === 'CENTRAL' ? 'STUDIO' : 'CONSOLE';
  return { place: { siteId, siteName, conferenceName, helpPhone, sessions }, work };
}
