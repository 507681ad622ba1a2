import { sql } from 'drizzle-orm';
import type { DirectoryEntry } from '#domain/roster/directory.ts';
import type { ExistingDelegate, ExistingSite } from '#domain/roster/plan.ts';
import type { Tx } from '../client.ts';

export interface UnitEntry extends DirectoryEntry {
  tree: 'PARTY' | 'ADMINISTRATIVE';
  path: string;
}

/** The units that exist on the conference's first day. */
export async function readUnits(tx: Tx, conferenceId: string): Promise<UnitEntry[]> {
  const { rows } = await tx.execute<UnitEntry & Record<string, unknown>>(sql`
    select u.id, u.code, u.name, u.tree, u.path from unit u, conference c
    where c.id = ${conferenceId}
      and (u.valid_from is null or u.valid_from <= c.starts_on)
      and (u.valid_to is null or u.valid_to >= c.starts_on)`);
  return rows;
}

export interface SitePlace extends DirectoryEntry {
  /** Path of the hall's unit; null where it has none. */
  unitPath: string | null;
}

/** The halls that people can be summoned to. */
export async function readSitePlaces(tx: Tx, conferenceId: string): Promise<SitePlace[]> {
  const { rows } = await tx.execute<SitePlace & Record<string, unknown>>(sql`
    select s.id, s.code, s.name, u.path as "unitPath"
    from site s left join unit u on u.id = s.unit_id
    where s.conference_id = ${conferenceId} and s.removed_at is null`);
  return rows;
}

/** Folded names of the conference's categories. */
export async function readCategoryKeys(tx: Tx, conferenceId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ key: string }>(
    sql`select search_key as key from delegate_category where conference_id = ${conferenceId}`,
  );
  return rows.map((row) => row.key);
}

type StoredDelegate = Omit<ExistingDelegate, 'isInScope'> & { unitPath: string | null };

/** Everybody who is or was on the summons list, with the version of the row. */
export async function readDelegates(tx: Tx, conferenceId: string): Promise<StoredDelegate[]> {
  const { rows } = await tx.execute<StoredDelegate & Record<string, unknown>>(sql`
    select d.id, d.xmin::text as version, d.removed_at is not null as "isRemoved",
      d.roster_code as "rosterCode", d.family_name as "familyName", d.given_name as "givenName",
      d.position, d.phone, d.birth_year as "birthYear", d.seat, d.note,
      d.site_id as "siteId", s.code as "siteCode", s.name as "siteLabel",
      d.unit_id as "unitId", coalesce(u.name, '') as "unitLabel",
      coalesce(u.path, su.path) as "unitPath", coalesce(c.name, '') as "categoryName"
    from delegate d
    join site s on s.id = d.site_id
    left join unit u on u.id = d.unit_id
    left join unit su on su.id = s.unit_id
    left join delegate_category c on c.id = d.category_id
    where d.conference_id = ${conferenceId}
    order by d.roster_code`);
  return rows;
}

/** Every hall that is or was there, with the version of the row. */
export async function readSites(tx: Tx, conferenceId: string): Promise<ExistingSite[]> {
  const { rows } = await tx.execute<ExistingSite & Record<string, unknown>>(sql`
    select s.id, s.xmin::text as version, s.removed_at is not null as "isRemoved",
      s.code, s.name, s.tier, s.mode, s.unit_id as "unitId", coalesce(u.name, '') as "unitLabel",
      s.contact_name as "contactName", s.contact_phone as "contactPhone",
      coalesce(p.code, '') as "parentCode", s.planned_count as "plannedCount"
    from site s left join unit u on u.id = s.unit_id left join site p on p.id = s.parent_site_id
    where s.conference_id = ${conferenceId} order by s.code`);
  return rows;
}
