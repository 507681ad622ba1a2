import { and, eq, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Reach, RowScope } from '#domain/permissions.ts';
import { readCheckInCode } from '#domain/check-in-code.ts';
import { foldKey } from '#domain/text/fold.ts';
import { maskPhone } from '#domain/text/phone.ts';
import type { Tx } from '../client.ts';
import { delegate, delegateCategory } from '../schema/delegate.ts';
import { withinReach } from './reach.ts';

export type DelegateRecord = typeof delegate.$inferSelect;

export interface RosterRow {
  id: string;
  rosterCode: string;
  familyName: string;
  givenName: string;
  position: string;
  phone: string;
  birthYear: number | null;
  seat: string;
  siteId: string;
  siteCode: string;
  siteName: string;
  unitId: string | null;
  unitName: string;
  categoryName: string;
  isRemoved: boolean;
}

export interface RosterFilter {
  conferenceId: string;
  reach: Reach;
  search: string;
  siteId?: string | undefined;
  unitId?: string | undefined;
  categoryId?: string | undefined;
  standing: 'SUMMONED' | 'REMOVED';
}

/** Where a page of the roster begins: after this person. */
export interface RosterPlace {
  /** 0: the given name is what was looked for, 1: it begins so, 2: found elsewhere, or no search. */
  rank: number;
  givenName: string;
  familyName: string;
  id: string;
}

const UNIT_PATH = sql`coalesce(own_unit.path, hall_unit.path)`;

const FROM = sql`
  delegate d
  join site s on s.id = d.site_id
  left join unit own_unit on own_unit.id = d.unit_id
  left join unit hall_unit on hall_unit.id = s.unit_id
  left join delegate_category c on c.id = d.category_id`;

const COLUMNS = sql`
  d.id, d.roster_code as "rosterCode", d.family_name as "familyName", d.given_name as "givenName",
  d.position, d.phone, d.birth_year as "birthYear", d.seat, d.site_id as "siteId",
  s.code as "siteCode", s.name as "siteName", d.unit_id as "unitId",
  coalesce(own_unit.name, hall_unit.name, '') as "unitName", coalesce(c.name, '') as "categoryName",
  d.removed_at is not null as "isRemoved"`;

/**
 * The next `limit` people of the summons list: those whose given name was looked for come first, then
 * in Vietnamese order: given name, then the rest.
 */
export async function listRoster(
  tx: Tx,
  asked: { filter: RosterFilter; after: RosterPlace | null; limit: number },
): Promise<(RosterRow & RosterPlace)[]> {
  const { filter, after, limit } = asked;
  const rank = rankOf(filter.search);
  const place = after
    ? sql`and (${rank}, d.given_name collate "vietnamese", d.family_name collate "vietnamese", d.id)
        > (${after.rank}, ${after.givenName} collate "vietnamese", ${after.familyName} collate "vietnamese", ${after.id}::uuid)`
    : sql``;
  const answer = await tx.execute<RosterRow & RosterPlace & Record<string, unknown>>(sql`
    select ${COLUMNS}, ${rank} as rank from ${FROM}
    where ${conditionOf(filter)} ${place}
    order by rank, d.given_name collate "vietnamese", d.family_name collate "vietnamese", d.id
    limit ${limit}`);
  return answer.rows.map((row) => ({ ...row, phone: row.phone && maskPhone(row.phone) }));
}

/** A person as the import reads one: whole telephone number, and the own unit only. */
export interface RosterExportRow {
  rosterCode: string;
  familyName: string;
  givenName: string;
  birthYear: number | null;
  position: string;
  ownUnitName: string;
  ownUnitCode: string;
  siteCode: string;
  siteName: string;
  categoryName: string;
  phone: string;
  seat: string;
  note: string;
}

/** The next `limit` people hall by hall, in the order of their codes, after a pair of codes. */
export async function pageRosterExport(
  tx: Tx,
  asked: {
    filter: RosterFilter;
    after: { siteCode: string; rosterCode: string };
    limit: number;
  },
): Promise<RosterExportRow[]> {
  const { filter, after, limit } = asked;
  const answer = await tx.execute<RosterExportRow & Record<string, unknown>>(sql`
    select ${COLUMNS}, coalesce(own_unit.name, '') as "ownUnitName",
      coalesce(own_unit.code, '') as "ownUnitCode", d.note
    from ${FROM}
    where ${conditionOf(filter)}
      and (s.code, d.roster_code) > (${after.siteCode}, ${after.rosterCode})
    order by s.code, d.roster_code limit ${limit}`);
  return answer.rows;
}

/** How many people the filter finds. */
export async function countRoster(tx: Tx, filter: RosterFilter): Promise<number> {
  const answer = await tx.execute<{ total: number }>(
    sql`select count(*)::int as total from ${FROM} where ${conditionOf(filter)}`,
  );
  return answer.rows[0]?.total ?? 0;
}

function conditionOf(filter: RosterFilter): SQL {
  return and(
    sql`d.conference_id = ${filter.conferenceId}`,
    filter.standing === 'REMOVED' ? sql`d.removed_at is not null` : sql`d.removed_at is null`,
    withinReach(filter.reach, { siteId: sql`d.site_id`, unitPath: UNIT_PATH }),
    filter.siteId ? sql`d.site_id = ${filter.siteId}` : undefined,
    filter.categoryId ? sql`d.category_id = ${filter.categoryId}` : undefined,
    filter.unitId
      ? sql`starts_with(${UNIT_PATH}, (select path from unit where id = ${filter.unitId}))`
      : undefined,
    searchCondition(filter.search),
  ) as SQL;
}

function rankOf(search: string): SQL {
  const words = wordsOf(search);
  if (words.length === 0) return sql`2`;
  const anyLike = (patterns: string[]) =>
    sql`d.search_key like any(${sql.param(patterns)}::text[])`;
  return sql`case when ${anyLike(words.map((word) => `${word}|%`))} then 0
    when ${anyLike(words.map((word) => `${word}%`))} then 1 else 2 end`;
}

/** Folded words, safe inside a pattern of `like`. */
function wordsOf(search: string): string[] {
  return foldKey(search)
    .split(' ')
    .filter(Boolean)
    .map((word) => word.replace(/[\\%_]/g, '\\$&'));
}

/** Every word begins a word of the name or of the roster code; or the whole is a check-in code. */
function searchCondition(search: string): SQL | undefined {
  const words = wordsOf(search);
  if (words.length === 0) return undefined;
  const byWord = and(
    ...words.map(
      (word) => sql`(translate(d.search_key, '|', ' ') like ${`% ${word}%`}
        or d.search_key like ${`${word}%`} or lower(d.roster_code) like ${`%${word}%`})`,
    ),
  );
  const code = readCheckInCode(search);
  return code === null ? byWord : sql`(${byWord} or d.check_in_code = ${code})`;
}

/** A delegate with the place in the permission table; removed ones are found too. */
export async function findDelegate(
  tx: Tx,
  delegateId: string,
): Promise<{ delegate: DelegateRecord; scope: RowScope } | null> {
  const [row] = await tx
    .select({
      delegate,
      unitPath: sql<string | null>`(select coalesce(
        (select path from unit where unit.id = ${delegate.unitId}),
        (select unit.path from site join unit on unit.id = site.unit_id where site.id = ${delegate.siteId})))`,
    })
    .from(delegate)
    .where(eq(delegate.id, delegateId));
  if (!row) return null;
  const { conferenceId, siteId } = row.delegate;
  const unitPath = row.unitPath === null ? {} : { unitPath: row.unitPath };
  return { delegate: row.delegate, scope: { conferenceId, siteId, delegateId, ...unitPath } };
}

/** One delegate as a line of the roster, with the whole telephone number. */
export async function readRosterRow(tx: Tx, delegateId: string): Promise<RosterRow | null> {
  const answer = await tx.execute<RosterRow & Record<string, unknown>>(
    sql`select ${COLUMNS} from ${FROM} where d.id = ${delegateId}`,
  );
  return answer.rows[0] ?? null;
}

export interface SessionAttendanceRow {
  sessionId: string;
  sessionName: string;
  startsAt: Date;
  status: 'PRESENT' | 'EXCUSED' | 'UNEXCUSED' | 'UNMARKED';
  presentAt: Date | null;
  isLate: boolean;
  isSubstitute: boolean;
  reason: string;
}

/** One delegate's attendance in every session of the conference. */
export async function listOwnAttendance(
  tx: Tx,
  delegateId: string,
): Promise<SessionAttendanceRow[]> {
  const answer = await tx.execute<
    Omit<SessionAttendanceRow, 'startsAt' | 'presentAt'> & {
      startsAtMs: number;
      presentAtMs: number | null;
    }
  >(sql`
    select s.id as "sessionId", s.name as "sessionName",
      (extract(epoch from s.starts_at) * 1000)::float8 as "startsAtMs",
      coalesce(a.status, 'UNMARKED') as status,
      (extract(epoch from a.present_at) * 1000)::float8 as "presentAtMs",
      coalesce(a.is_late, false) as "isLate", coalesce(a.is_substitute, false) as "isSubstitute",
      coalesce(a.reason, '') as reason
    from delegate d
    join session s on s.conference_id = d.conference_id
    left join attendance a on a.session_id = s.id and a.delegate_id = d.id
    where d.id = ${delegateId} order by s.ordinal`);
  return answer.rows.map(({ startsAtMs, presentAtMs, ...row }) => ({
    ...row,
    startsAt: new Date(startsAtMs),
    presentAt: presentAtMs === null ? null : new Date(presentAtMs),
  }));
}

export interface CategoryRow {
  id: string;
  name: string;
}

/** The categories (thành phần) of a conference in their order. */
export async function listCategories(tx: Tx, conferenceId: string): Promise<CategoryRow[]> {
  return tx
    .select({ id: delegateCategory.id, name: delegateCategory.name })
    .from(delegateCategory)
    .where(eq(delegateCategory.conferenceId, conferenceId))
    .orderBy(delegateCategory.ordinal);
}

/** The category of that name (marks and case aside), made when the conference has none. */
export async function categoryIdOf(
  tx: Tx,
  wanted: { conferenceId: string; name: string },
): Promise<string | null> {
  const { conferenceId, name } = wanted;
  const searchKey = foldKey(name);
  if (searchKey === '') return null;
  const find = async () => {
    const [row] = await tx
      .select({ id: delegateCategory.id })
      .from(delegateCategory)
      .where(
        and(
          eq(delegateCategory.conferenceId, conferenceId),
          eq(delegateCategory.searchKey, searchKey),
        ),
      );
    return row?.id;
  };
  const known = await find();
  if (known) return known;
  // Nothing is updated on a conflict: that would lock the row against everybody whose delegates are
  // of that category, and two of them could wait for each other.
  const [made] = await tx
    .insert(delegateCategory)
    .values({
      conferenceId,
      name,
      searchKey,
      ordinal: sql`(select coalesce(max(c.ordinal), 0) + 1 from delegate_category c
        where c.conference_id = ${conferenceId})`,
    })
    .onConflictDoNothing()
    .returning({ id: delegateCategory.id });
  return made?.id ?? (await find()) ?? null;
}

export interface DelegateCard {
  id: string;
  familyName: string;
  givenName: string;
  position: string;
  unitName: string;
  categoryName: string;
  seat: string;
  checkInCode: string;
}

/** What is printed on the QR cards of one hall, as far as `reach` goes, in the order of seats, then names. */
export async function listCards(
  tx: Tx,
  asked: { siteId: string; reach: Reach },
): Promise<DelegateCard[]> {
  const condition = and(
    sql`d.site_id = ${asked.siteId} and d.removed_at is null`,
    withinReach(asked.reach, { siteId: sql`d.site_id`, unitPath: UNIT_PATH }),
  );
  const answer = await tx.execute<DelegateCard & Record<string, unknown>>(sql`
    select ${COLUMNS}, d.check_in_code as "checkInCode" from ${FROM}
    where ${condition}
    order by length(d.seat), d.seat, d.given_name collate "vietnamese",
      d.family_name collate "vietnamese", d.id`);
  return answer.rows;
}
