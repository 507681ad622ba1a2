import { and, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { FigureGroup } from '#domain/figures-derive.ts';
import type { SiteMode, SiteTier } from '#domain/figures.ts';
import type { Reach } from '#domain/permissions.ts';
import type { Tx } from '../client.ts';
import { withinReach } from './reach.ts';

/** Which figures: of a whole session, or of some halls only. */
export interface FigureScope {
  sessionId: string;
  conferenceId: string;
  siteIds?: readonly string[];
}

/**
 * Re-derives every count of a session (or of the rosters of some halls) from roster and attendance,
 * in one statement. Units of halls are not joined in: it would cost the planner its hash aggregate.
 */
export async function readFigureGroups(tx: Tx, scope: FigureScope): Promise<FigureGroup[]> {
  const answer = await tx.execute<FigureGroup & Record<string, unknown>>(sql`
    select d.site_id as "siteId", d.unit_id as "unitId", d.category_id as "categoryId",
      case when a.status = 'PRESENT' and a.present_site_id <> d.site_id then a.present_site_id end
        as "visitedSiteId",
      count(*)::int as summoned,
      count(*) filter (where a.status = 'PRESENT')::int as present,
      count(*) filter (where a.status = 'EXCUSED')::int as excused,
      count(*) filter (where a.status = 'UNEXCUSED')::int as unexcused,
      count(*) filter (where a.status = 'PRESENT' and a.is_late)::int as late,
      count(*) filter (where a.status = 'PRESENT' and a.is_substitute)::int as substitute,
      count(*) filter (where a.status = 'PRESENT' and a.left_early_at is not null)::int as "leftEarly"
    from delegate d
    left join attendance a on a.session_id = ${scope.sessionId} and a.delegate_id = d.id
    where d.conference_id = ${scope.conferenceId} and d.removed_at is null
      ${ofSites(sql`d.site_id`, scope)}
    group by 1, 2, 3, 4`);
  return answer.rows;
}

export interface RoomRow {
  siteId: string;
  walkIn: number;
  declaredCount: number | null;
  declaredAt: Date | null;
}

/** Walk-ins and the standing headcount report of every hall of the scope, also of halls without either. */
export async function readRooms(tx: Tx, scope: FigureScope): Promise<RoomRow[]> {
  const answer = await tx.execute<Record<string, unknown>>(sql`
    select s.id as "siteId", coalesce(w.people, 0) as "walkIn",
      h.present_count as "declaredCount", h.happened_at as "declaredAt"
    from site s
    left join (
      select site_id, count(*)::int as people from walk_in
      where session_id = ${scope.sessionId} and not is_undone ${ofSites(sql`site_id`, scope)}
      group by site_id) w on w.site_id = s.id
    left join (
      select distinct on (site_id) site_id, present_count, happened_at from headcount_report
      where session_id = ${scope.sessionId} ${ofSites(sql`site_id`, scope)}
      order by site_id, happened_at desc, id desc) h on h.site_id = s.id
    where s.conference_id = ${scope.conferenceId} and s.removed_at is null
      ${ofSites(sql`s.id`, scope)}`);
  return answer.rows.map((row) => ({
    siteId: row['siteId'] as string,
    walkIn: row['walkIn'] as number,
    declaredCount: row['declaredCount'] as number | null,
    declaredAt: row['declaredAt'] === null ? null : new Date(row['declaredAt'] as string),
  }));
}

export interface ArrivalGroup {
  siteId: string;
  unitId: string | null;
  /** `[minutes since 1970, people]` */
  minutes: [minute: number, people: number][];
}

/** When people's presence began, by minute, for each hall of the roster and unit. */
export async function readArrivalGroups(tx: Tx, scope: FigureScope): Promise<ArrivalGroup[]> {
  // Packed into one text a group: a row a minute would be 25,000 rows for a city.
  const answer = await tx.execute<Record<string, unknown>>(sql`
    select site_id as "siteId", unit_id as "unitId", string_agg(minute || ':' || people, ',') as minutes
    from (
      select d.site_id, d.unit_id, (date_part('epoch', a.present_at)::int / 60) as minute,
        count(*) as people
      from delegate d join attendance a on a.session_id = ${scope.sessionId} and a.delegate_id = d.id
      where d.conference_id = ${scope.conferenceId} and d.removed_at is null
        and a.status = 'PRESENT' and a.present_at is not null ${ofSites(sql`d.site_id`, scope)}
      group by 1, 2, 3) counted
    group by 1, 2`);
  return answer.rows.map((row) => ({
    siteId: row['siteId'] as string,
    unitId: row['unitId'] as string | null,
    minutes: (row['minutes'] as string).split(',').map((pair) => {
      const [minute, people] = pair.split(':');
      return [Number(minute), Number(people)];
    }),
  }));
}

/** The arrival curve of one hall or one unit's subtree, inside the reader's reach. */
export async function readArrivals(
  tx: Tx,
  asked: {
    sessionId: string;
    conferenceId: string;
    reach: Reach;
    siteId?: string | undefined;
    unitId?: string | undefined;
  },
): Promise<{ minute: number; people: number }[]> {
  const unitPath = sql`coalesce(own_unit.path, hall_unit.path)`;
  const answer = await tx.execute<{ minute: number; people: number }>(sql`
    select (date_part('epoch', a.present_at)::int / 60) as minute, count(*)::int as people
    from delegate d
    join attendance a on a.session_id = ${asked.sessionId} and a.delegate_id = d.id
    join site s on s.id = d.site_id
    left join unit own_unit on own_unit.id = d.unit_id
    left join unit hall_unit on hall_unit.id = s.unit_id
    where ${and(
      sql`d.conference_id = ${asked.conferenceId} and d.removed_at is null`,
      sql`a.status = 'PRESENT' and a.present_at is not null`,
      withinReach(asked.reach, { siteId: sql`d.site_id`, unitPath }),
      asked.siteId ? sql`d.site_id = ${asked.siteId}` : undefined,
      asked.unitId
        ? sql`starts_with(${unitPath}, (select path from unit where id = ${asked.unitId}))`
        : undefined,
    )}
    group by 1 order by 1`);
  return answer.rows;
}

export interface StructureSite {
  id: string;
  code: string;
  name: string;
  tier: SiteTier;
  mode: SiteMode;
  unitId: string | null;
}

export interface StructureUnit {
  id: string;
  name: string;
  parentId: string | null;
  path: string;
}

export interface StructureRows {
  sites: StructureSite[];
  units: StructureUnit[];
  categories: { id: string; name: string }[];
}

/**
 * The halls and categories of a conference, and the units of its halls and delegates with everything
 * above them: units of both trees, also ones that have merged since, so that nobody is left out.
 * Units stand parents first, each level by name.
 */
export async function readFigureStructure(tx: Tx, conferenceId: string): Promise<StructureRows> {
  const sites = await tx.execute<StructureSite & Record<string, unknown>>(sql`
    select id, code, name, tier, mode, unit_id as "unitId" from site
    where conference_id = ${conferenceId} and removed_at is null
    order by array_position(array['CENTRAL', 'DISTRICT', 'COMMUNE', 'OTHER'], tier), code`);
  const units = await tx.execute<StructureUnit & Record<string, unknown>>(sql`
    with used as (
      select unit_id from site where conference_id = ${conferenceId} and removed_at is null
      union
      select unit_id from delegate where conference_id = ${conferenceId} and removed_at is null)
    select id, name, parent_id as "parentId", path from unit
    where id in (
      select unnest(string_to_array(rtrim(u.path, '/'), '/'))::uuid
      from unit u join used on used.unit_id = u.id)
    order by length(path), name collate "vietnamese", code`);
  const categories = await tx.execute<{ id: string; name: string }>(sql`
    select id, name from delegate_category where conference_id = ${conferenceId}
    order by ordinal, name`);
  return { sites: sites.rows, units: units.rows, categories: categories.rows };
}

function ofSites(column: SQL, scope: FigureScope): SQL {
  return scope.siteIds === undefined
    ? sql``
    : sql`and ${column} = any(${sql.param([...scope.siteIds])}::uuid[])`;
}
