import { and, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { AttendanceStatus } from '#domain/attendance.ts';
import type { Reach } from '#domain/permissions.ts';
import { foldKey } from '#domain/text/fold.ts';
import type { Tx } from '../client.ts';
import { withinReach } from './reach.ts';

export type PeopleStatus = AttendanceStatus | 'ABSENT' | 'LATE' | 'SUBSTITUTE' | 'LEFT_EARLY';

/** Whom to list: people summoned to a session, inside the reader's reach. */
export interface PeopleFilter {
  sessionId: string;
  conferenceId: string;
  reach: Reach;
  siteId?: string | undefined;
  /** The whole subtree. */
  unitId?: string | undefined;
  categoryId?: string | undefined;
  status?: PeopleStatus | undefined;
  search: string;
}

/** Where a page begins: after this person. */
export interface PeoplePlace {
  givenName: string;
  familyName: string;
  id: string;
}

export interface PersonRow {
  id: string;
  rosterCode: string;
  familyName: string;
  givenName: string;
  position: string;
  phone: string;
  seat: string;
  siteId: string;
  siteName: string;
  unitName: string;
  categoryName: string;
  status: AttendanceStatus;
  presentAt: Date | null;
  isLate: boolean;
  isSubstitute: boolean;
  leftEarlyAt: Date | null;
  reason: string;
  substituteName: string;
}

const UNIT_PATH = sql`coalesce(own_unit.path, hall_unit.path)`;
const STATUS = sql`coalesce(a.status, 'UNMARKED')`;
const ORDER = sql`d.given_name collate "vietnamese", d.family_name collate "vietnamese", d.id`;

const STATUS_CONDITION: Record<PeopleStatus, SQL> = {
  PRESENT: sql`a.status = 'PRESENT'`,
  EXCUSED: sql`a.status = 'EXCUSED'`,
  UNEXCUSED: sql`a.status = 'UNEXCUSED'`,
  UNMARKED: sql`${STATUS} = 'UNMARKED'`,
  ABSENT: sql`${STATUS} <> 'PRESENT'`,
  LATE: sql`a.status = 'PRESENT' and a.is_late`,
  SUBSTITUTE: sql`a.status = 'PRESENT' and a.is_substitute`,
  LEFT_EARLY: sql`a.status = 'PRESENT' and a.left_early_at is not null`,
};

/** The next `limit` people in Vietnamese order: given name, then the rest of the name. */
export async function listPeople(
  tx: Tx,
  asked: { filter: PeopleFilter; after: PeoplePlace | null; limit: number },
): Promise<PersonRow[]> {
  const { filter, after, limit } = asked;
  const people = peopleQuery({
    filter,
    order: ORDER,
    also: after
      ? sql`(${ORDER}) > (${after.givenName} collate "vietnamese",
          ${after.familyName} collate "vietnamese", ${after.id}::uuid)`
      : undefined,
  });
  const answer = await tx.execute<Record<string, unknown>>(sql`${people} limit ${limit}`);
  return answer.rows.map(toPersonRow);
}

/**
 * Everybody who is not present, hall by hall as the figures list them (level, then code), each hall
 * by given name; a page at a time from a cursor, so that the sorting is done once.
 * @param tx a transaction, which the cursor lives in
 */
export async function* readAbsentees(
  tx: Tx,
  { filter, pageRows }: { filter: PeopleFilter; pageRows: number },
): AsyncGenerator<PersonRow[]> {
  const order = sql`array_position(array['CENTRAL', 'DISTRICT', 'COMMUNE', 'OTHER'], s.tier), s.code, ${ORDER}`;
  const people = peopleQuery({ filter: { ...filter, status: 'ABSENT' }, order });
  await tx.execute(sql`declare absentees no scroll cursor for ${people}`);
  for (;;) {
    const answer = await tx.execute<Record<string, unknown>>(
      sql`fetch ${sql.raw(String(pageRows))} from absentees`,
    );
    if (answer.rows.length > 0) yield answer.rows.map(toPersonRow);
    if (answer.rows.length < pageRows) return;
  }
}

function peopleQuery(asked: { filter: PeopleFilter; order: SQL; also?: SQL | undefined }): SQL {
  const { filter } = asked;
  return sql`
    select d.id, d.roster_code as "rosterCode", d.family_name as "familyName",
      d.given_name as "givenName", d.position, d.phone, d.seat, d.site_id as "siteId",
      s.name as "siteName", coalesce(own_unit.name, hall_unit.name, '') as "unitName",
      coalesce(c.name, '') as "categoryName", ${STATUS} as status, a.present_at as "presentAt",
      coalesce(a.is_late, false) as "isLate", coalesce(a.is_substitute, false) as "isSubstitute",
      a.left_early_at as "leftEarlyAt", coalesce(a.reason, '') as reason,
      coalesce(a.substitute_name, '') as "substituteName"
    from delegate d
    join site s on s.id = d.site_id
    left join unit own_unit on own_unit.id = d.unit_id
    left join unit hall_unit on hall_unit.id = s.unit_id
    left join delegate_category c on c.id = d.category_id
    left join attendance a on a.session_id = ${filter.sessionId} and a.delegate_id = d.id
    where ${conditionOf(filter)} ${asked.also ? sql`and ${asked.also}` : sql``}
    order by ${asked.order}`;
}

function toPersonRow(row: Record<string, unknown>): PersonRow {
  return {
    ...row,
    presentAt: toDate(row['presentAt']),
    leftEarlyAt: toDate(row['leftEarlyAt']),
  } as PersonRow;
}

function conditionOf(filter: PeopleFilter): SQL {
  return and(
    sql`d.conference_id = ${filter.conferenceId} and d.removed_at is null`,
    withinReach(filter.reach, { siteId: sql`d.site_id`, unitPath: UNIT_PATH }),
    filter.siteId ? sql`d.site_id = ${filter.siteId}` : undefined,
    filter.unitId
      ? sql`starts_with(${UNIT_PATH}, (select path from unit where id = ${filter.unitId}))`
      : undefined,
    filter.categoryId ? sql`d.category_id = ${filter.categoryId}` : undefined,
    filter.status ? STATUS_CONDITION[filter.status] : undefined,
    ...searchConditions(filter.search),
  ) as SQL;
}

/** Every word begins a word of the name, or stands in the roster code. */
function searchConditions(search: string): SQL[] {
  return foldKey(search)
    .split(' ')
    .filter(Boolean)
    .map((word) => {
      const escaped = word.replace(/[\\%_]/g, '\\$&');
      return sql`(' ' || translate(d.search_key, '|', ' ') like ${`% ${escaped}%`}
        or lower(d.roster_code) like ${`%${escaped}%`})`;
    });
}

function toDate(value: unknown): Date | null {
  return value === null ? null : new Date(value as string);
}
