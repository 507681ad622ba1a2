import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { DeviceKind } from '#domain/actor.ts';
import type { Reach, RowScope } from '#domain/permissions.ts';
import type { Tx } from '../client.ts';
import { device, site } from '../schema/site.ts';
import { unit } from '../schema/unit.ts';
import { withinReach } from './reach.ts';

export type SiteRow = typeof site.$inferSelect;

/** A hall with its place in the permission table; null when there is none or it was removed. */
export async function findSite(
  tx: Tx,
  siteId: string,
): Promise<{ site: SiteRow; scope: RowScope } | null> {
  const [row] = await tx
    .select({ site, unitPath: unit.path })
    .from(site)
    .leftJoin(unit, eq(unit.id, site.unitId))
    .where(and(eq(site.id, siteId), isNull(site.removedAt)));
  if (!row) return null;
  const { conferenceId } = row.site;
  return {
    site: row.site,
    scope: { conferenceId, siteId, ...(row.unitPath === null ? {} : { unitPath: row.unitPath }) },
  };
}

/** @returns null when the conference has no hall of that code; removed ones are found too */
export async function findSiteByCode(
  tx: Tx,
  place: { conferenceId: string; code: string },
): Promise<SiteRow | null> {
  const [row] = await tx
    .select()
    .from(site)
    .where(and(eq(site.conferenceId, place.conferenceId), eq(site.code, place.code)));
  return row ?? null;
}

export interface SiteListRow {
  id: string;
  code: string;
  name: string;
  tier: SiteRow['tier'];
  mode: SiteRow['mode'];
  unitId: string | null;
  unitName: string;
  parentSiteId: string | null;
  contactName: string;
  contactPhone: string;
  plannedCount: number | null;
  /** Delegates on the summons list of the hall. */
  summoned: number;
  /** Enrolled devices by kind; a kind without any is left out. */
  devices: Partial<Record<DeviceKind, number>>;
}

/** The halls of a conference within reach, by code. */
export async function listSites(
  tx: Tx,
  asked: { conferenceId: string; reach: Reach },
): Promise<SiteListRow[]> {
  const rows = await tx
    .select({
      id: site.id,
      code: site.code,
      name: site.name,
      tier: site.tier,
      mode: site.mode,
      unitId: site.unitId,
      unitName: sql<string>`coalesce(${unit.name}, '')`,
      parentSiteId: site.parentSiteId,
      contactName: site.contactName,
      contactPhone: site.contactPhone,
      plannedCount: site.plannedCount,
      summoned: sql<number>`coalesce(roster.summoned, 0)::int`,
      devices: sql<SiteListRow['devices']>`coalesce(enrolled.devices, '{}')`,
    })
    .from(site)
    .leftJoin(unit, eq(unit.id, site.unitId))
    .leftJoin(
      sql`(select site_id, count(*) as summoned from delegate
        where conference_id = ${asked.conferenceId} and removed_at is null
        group by site_id) roster`,
      sql`roster.site_id = ${site.id}`,
    )
    .leftJoin(
      sql`(select site_id, jsonb_object_agg(kind, devices) as devices
        from (select site_id, kind, count(*) as devices from device
          where revoked_at is null group by site_id, kind) kinds
        group by site_id) enrolled`,
      sql`enrolled.site_id = ${site.id}`,
    )
    .where(
      and(
        eq(site.conferenceId, asked.conferenceId),
        isNull(site.removedAt),
        withinReach(asked.reach, { siteId: site.id, unitPath: unit.path }),
      ),
    )
    .orderBy(site.code);
  return rows;
}

/** Whether a hall still has delegates, a record of a session, or halls below it. */
export async function isSiteInUse(tx: Tx, siteId: string): Promise<boolean> {
  const answer = await tx.execute<{ found: boolean }>(sql`
    select exists (select 1 from delegate where site_id = ${siteId} and removed_at is null)
      or exists (select 1 from check_in where site_id = ${siteId})
      or exists (select 1 from headcount_report where site_id = ${siteId})
      or exists (select 1 from site where parent_site_id = ${siteId} and removed_at is null) as found`);
  return answer.rows[0]?.found === true;
}

/** The hall and every hall above it; ends by itself should a cycle be stored. */
export async function ancestorIdsOf(tx: Tx, siteId: string): Promise<string[]> {
  const answer = await tx.execute<{ id: string }>(sql`
    with recursive above as (
      select id, parent_site_id from site where id = ${siteId}
      union
      select s.id, s.parent_site_id from site s join above a on a.parent_site_id = s.id
    ) select id from above`);
  return answer.rows.map(({ id }) => id);
}

export interface SiteDeviceRow {
  id: string;
  kind: DeviceKind;
  label: string;
  enrolledAt: Date;
  lastSeenAt: Date | null;
}

/** The devices of a hall that may act, newest first. */
export async function listSiteDevices(tx: Tx, siteId: string): Promise<SiteDeviceRow[]> {
  return tx
    .select({
      id: device.id,
      kind: device.kind,
      label: device.label,
      enrolledAt: device.enrolledAt,
      lastSeenAt: device.lastSeenAt,
    })
    .from(device)
    .where(and(eq(device.siteId, siteId), isNull(device.revokedAt)))
    .orderBy(desc(device.enrolledAt), desc(device.id));
}
