import { and, eq, inArray, isNull, ne, notInArray, sql } from 'drizzle-orm';
import type { Reach } from '#domain/permissions.ts';
import type { Tx } from '../client.ts';
import { hallLine } from '../schema/programme.ts';
import { site } from '../schema/site.ts';
import { unit } from '../schema/unit.ts';
import { withinReach } from './reach.ts';
import type { SiteRow } from './site.ts';

export type HallLineRow = typeof hallLine.$inferSelect;

export interface HallPlace {
  sessionId: string;
  siteId: string;
}

type Changeable = Partial<
  Pick<
    HallLineRow,
    | 'isMutedByCentre'
    | 'isMutedByHall'
    | 'mode'
    | 'soundOutput'
    | 'joinedAt'
    | 'canFollow'
    | 'saidAt'
    | 'helpAskedAt'
  >
>;

/** Keeps what must stand over a reconnect of the hall; a first change makes its row. */
export async function keepHallLine(tx: Tx, place: HallPlace, change: Changeable): Promise<void> {
  await tx
    .insert(hallLine)
    .values({ ...place, ...change })
    .onConflictDoUpdate({ target: [hallLine.sessionId, hallLine.siteId], set: change });
}

/**
 * Mutes every hall of the conference with a picture of its own, but the central one and those named.
 * @returns the halls that were not muted before
 */
export async function muteHalls(
  tx: Tx,
  asked: { sessionId: string; conferenceId: string; exceptSiteIds: string[] },
): Promise<string[]> {
  const { rows } = await tx.execute<{ siteId: string }>(sql`
    insert into hall_line (session_id, site_id, is_muted_by_centre)
    select ${asked.sessionId}, ${site.id}, true from ${site}
    where ${and(
      eq(site.conferenceId, asked.conferenceId),
      isNull(site.removedAt),
      ne(site.tier, 'CENTRAL'),
      ne(site.mode, 'TV_ONLY'),
      notInArray(site.id, asked.exceptSiteIds),
    )}
    order by ${site.id}
    on conflict (session_id, site_id) do update set is_muted_by_centre = true
      where not hall_line.is_muted_by_centre
    returning site_id as "siteId"`);
  return rows.map(({ siteId }) => siteId);
}

/** A hall as the database knows it in a session. */
export interface HallRow {
  siteId: string;
  code: string;
  name: string;
  tier: SiteRow['tier'];
  siteMode: SiteRow['mode'];
  unitName: string;
  hasConsole: boolean;
  followingMode: HallLineRow['mode'];
  isMutedByCentre: boolean;
  isMutedByHall: boolean;
  soundOutput: HallLineRow['soundOutput'];
  /** It came on the line, did not leave by itself, and the session has not ended. */
  isAwaited: boolean;
  canFollow: boolean | null;
  saidAt: Date | null;
  helpAskedAt: Date | null;
}

/** The halls of a conference in a session, or some of them, by code. */
export async function listHalls(
  tx: Tx,
  asked: { sessionId: string; conferenceId: string; siteIds?: string[]; reach?: Reach },
): Promise<HallRow[]> {
  const hasConsole = sql<boolean>`exists (select 1 from device
    where device.site_id = ${site.id} and device.kind = 'CONSOLE' and device.revoked_at is null)`;
  return tx
    .select({
      siteId: site.id,
      code: site.code,
      name: site.name,
      tier: site.tier,
      siteMode: site.mode,
      unitName: sql<string>`coalesce(${unit.name}, '')`,
      hasConsole,
      followingMode: sql<HallLineRow['mode']>`coalesce(${hallLine.mode}, 'FULL')`,
      isMutedByCentre: sql<boolean>`coalesce(${hallLine.isMutedByCentre}, false)`,
      isMutedByHall: sql<boolean>`coalesce(${hallLine.isMutedByHall}, true)`,
      soundOutput: sql<HallLineRow['soundOutput']>`coalesce(${hallLine.soundOutput}, 'CONSOLE')`,
      isAwaited: sql<boolean>`${hallLine.joinedAt} is not null and not exists (
        select from programme
        where programme.session_id = ${hallLine.sessionId} and programme.ended_at is not null)`,
      canFollow: hallLine.canFollow,
      saidAt: hallLine.saidAt,
      helpAskedAt: hallLine.helpAskedAt,
    })
    .from(site)
    .leftJoin(unit, eq(unit.id, site.unitId))
    .leftJoin(hallLine, and(eq(hallLine.siteId, site.id), eq(hallLine.sessionId, asked.sessionId)))
    .where(
      and(
        eq(site.conferenceId, asked.conferenceId),
        isNull(site.removedAt),
        asked.siteIds ? inArray(site.id, asked.siteIds) : undefined,
        asked.reach && withinReach(asked.reach, { siteId: site.id, unitPath: unit.path }),
      ),
    )
    .orderBy(site.code);
}
