import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Tx } from '../client.ts';

/** Rows of the preview that go in. */
const APPLIED = sql`r.open_asks = 0 and r.verdict in ('NEW', 'CHANGED')`;

/**
 * How many rows of the preview no longer fit the list: changed or taken meanwhile, hall or unit gone.
 * Anything but 0 means that the file must be read again.
 */
export async function countRosterConflicts(
  tx: Tx,
  jobId: string,
  conferenceId: string,
): Promise<number> {
  return countOf(
    tx,
    sql`
    select count(*)::int as rows from import_row r
    left join delegate d on d.id = r.existing_id
    where r.job_id = ${jobId} and ((${APPLIED} and (
      (r.verdict = 'CHANGED' and d.xmin::text is distinct from r.existing_version)
      or (r.verdict = 'NEW' and exists (select 1 from delegate t
        where t.conference_id = ${conferenceId} and t.roster_code = r.entry->>'rosterCode'))
      or not exists (select 1 from site s
        where s.id = (r.entry->>'siteId')::uuid and s.removed_at is null)))
      or (r.verdict = 'MISSING' and d.xmin::text is distinct from r.existing_version))`,
  );
}

/** As `countRosterConflicts`, for halls. */
export async function countSiteConflicts(
  tx: Tx,
  jobId: string,
  conferenceId: string,
): Promise<number> {
  return countOf(
    tx,
    sql`
    select count(*)::int as rows from import_row r
    left join site s on s.id = r.existing_id
    where r.job_id = ${jobId} and ${APPLIED} and (
      (r.verdict = 'CHANGED' and s.xmin::text is distinct from r.existing_version)
      or (r.verdict = 'NEW' and exists (select 1 from site t
        where t.conference_id = ${conferenceId} and t.code = r.entry->>'code')))`,
  );
}

async function countOf(tx: Tx, query: SQL): Promise<number> {
  const { rows } = await tx.execute<{ rows: number }>(query);
  return rows[0]?.rows ?? 0;
}

/** How many rows will be written. */
export async function countAppliedRows(tx: Tx, jobId: string): Promise<number> {
  return countOf(
    tx,
    sql`select count(*)::int as rows from import_row r where r.job_id = ${jobId} and ${APPLIED}`,
  );
}

/** Makes the categories that the file names for the first time, in the order of their first row. */
export async function insertCategories(
  tx: Tx,
  at: { jobId: string; conferenceId: string; keyOf: (name: string) => string },
): Promise<void> {
  const { rows } = await tx.execute<{ name: string }>(sql`
    select r.entry->>'categoryName' as name from import_row r
    where r.job_id = ${at.jobId} and ${APPLIED} and r.entry->>'categoryName' <> ''
    group by 1 order by min(r.row_number)`);
  const named = rows.map(({ name }) => ({ name, key: at.keyOf(name) }));
  await tx.execute(sql`
    insert into delegate_category (conference_id, name, search_key, ordinal)
    select ${at.conferenceId}, n.name, n.key,
      coalesce((select max(ordinal) from delegate_category where conference_id = ${at.conferenceId}), 0)
        + row_number() over (order by n.place)
    from rows from (jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as (name text, key text))
      with ordinality as n(name, key, place)
    on conflict (conference_id, search_key) do nothing`);
}

/** The numbers of the next rows with a verdict, after a row. */
export async function nextRowNumbers(
  tx: Tx,
  asked: { jobId: string; verdict: 'NEW' | 'CHANGED'; after: number; limit: number },
): Promise<number[]> {
  const { rows } = await tx.execute<{ number: number }>(sql`
    select row_number as number from import_row r
    where job_id = ${asked.jobId} and verdict = ${asked.verdict} and open_asks = 0
      and row_number > ${asked.after} order by row_number limit ${asked.limit}`);
  return rows.map((row) => row.number);
}

const ENTRY_COLUMNS = sql`
  "rosterCode" text, "familyName" text, "givenName" text, "searchKey" text, "categoryKey" text,
  position text, phone text, "birthYear" int, seat text, note text, "siteId" uuid, "unitId" uuid`;

/** Inserts new people; `codes` pairs row numbers with fresh check-in codes. */
export async function insertDelegates(
  tx: Tx,
  at: { jobId: string; conferenceId: string; codes: { row: number; code: string }[] },
): Promise<void> {
  await tx.execute(sql`
    insert into delegate (conference_id, site_id, unit_id, category_id, roster_code, check_in_code,
      family_name, given_name, search_key, position, phone, birth_year, seat, note)
    select ${at.conferenceId}, e."siteId", e."unitId", c.id, e."rosterCode", k.code,
      e."familyName", e."givenName", e."searchKey", e.position, e.phone, e."birthYear", e.seat, e.note
    from jsonb_to_recordset(${JSON.stringify(at.codes)}::jsonb) as k("row" int, code text)
    join import_row r on r.job_id = ${at.jobId} and r.row_number = k."row"
    cross join lateral jsonb_to_record(r.entry) as e(${ENTRY_COLUMNS})
    left join delegate_category c
      on c.conference_id = ${at.conferenceId} and c.search_key = e."categoryKey"`);
}

/**
 * Changes people who are on the list already, and puts removed ones back.
 * @returns how many; fewer than given when somebody changed one of them since the preview
 */
export async function updateDelegates(
  tx: Tx,
  at: { jobId: string; conferenceId: string; rows: number[] },
): Promise<number> {
  const { rowCount } = await tx.execute(sql`
    update delegate d set site_id = e."siteId", unit_id = e."unitId", category_id = c.id,
      family_name = e."familyName", given_name = e."givenName", search_key = e."searchKey",
      position = e.position, phone = e.phone, birth_year = e."birthYear", seat = e.seat,
      note = e.note, updated_at = now(), removed_at = null
    from import_row r
    cross join lateral jsonb_to_record(r.entry) as e(${ENTRY_COLUMNS})
    left join delegate_category c
      on c.conference_id = ${at.conferenceId} and c.search_key = e."categoryKey"
    where r.job_id = ${at.jobId} and r.row_number = any(${sql.param(at.rows)}::int[])
      and d.id = r.existing_id and d.xmin::text = r.existing_version`);
  return rowCount ?? 0;
}

/** How many people of the list are not in the file. */
export async function countMissing(tx: Tx, jobId: string): Promise<number> {
  return countOf(
    tx,
    sql`select count(*)::int as rows from import_row r
      where r.job_id = ${jobId} and r.verdict = 'MISSING'`,
  );
}

/**
 * Takes people off the list who are not in the file.
 * @returns how many; fewer than are missing when somebody changed one of them since the preview
 */
export async function removeMissing(tx: Tx, jobId: string): Promise<number> {
  const { rowCount } = await tx.execute(sql`
    update delegate d set removed_at = now(), updated_at = now() from import_row r
    where r.job_id = ${jobId} and r.verdict = 'MISSING' and d.id = r.existing_id and d.removed_at is null
      and d.xmin::text = r.existing_version`);
  return rowCount ?? 0;
}

/** Inserts, changes and restores halls, then sets the halls above them. */
export async function applySites(tx: Tx, jobId: string, conferenceId: string): Promise<void> {
  const columns = sql`code text, name text, "searchKey" text, tier text, mode text, "unitId" uuid,
    "contactName" text, "contactPhone" text, "plannedCount" int, "parentCode" text`;
  await tx.execute(sql`
    insert into site (conference_id, code, name, search_key, tier, mode, unit_id, contact_name,
      contact_phone, planned_count)
    select ${conferenceId}, e.code, e.name, e."searchKey", e.tier, e.mode, e."unitId",
      e."contactName", e."contactPhone", e."plannedCount"
    from import_row r cross join lateral jsonb_to_record(r.entry) as e(${columns})
    where r.job_id = ${jobId} and ${APPLIED} and r.verdict = 'NEW' order by r.row_number`);
  await tx.execute(sql`
    update site s set name = e.name, search_key = e."searchKey", tier = e.tier, mode = e.mode,
      unit_id = e."unitId", contact_name = e."contactName", contact_phone = e."contactPhone",
      planned_count = e."plannedCount", removed_at = null
    from import_row r cross join lateral jsonb_to_record(r.entry) as e(${columns})
    where r.job_id = ${jobId} and ${APPLIED} and r.verdict = 'CHANGED' and s.id = r.existing_id`);
  await tx.execute(sql`
    update site s set parent_site_id = p.id
    from import_row r cross join lateral jsonb_to_record(r.entry) as e(${columns})
    left join site p on p.conference_id = ${conferenceId} and lower(p.code) = lower(e."parentCode")
    where r.job_id = ${jobId} and ${APPLIED} and s.conference_id = ${conferenceId}
      and s.code = e.code and s.parent_site_id is distinct from p.id`);
}

/** Whether a hall stands above itself. */
export async function hasSiteCycle(tx: Tx, conferenceId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ found: boolean }>(sql`
    with recursive above(id, parent_id) as (
      select id, parent_site_id from site where conference_id = ${conferenceId}
      union all
      select a.id, s.parent_site_id from above a join site s on s.id = a.parent_id
    ) cycle parent_id set is_cycle using path
    select exists (select 1 from above where is_cycle) as found`);
  return rows[0]?.found ?? false;
}

/** The halls whose summons list a commit changed. */
export async function changedSiteIds(tx: Tx, jobId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select distinct s.id from import_row r left join delegate d on d.id = r.existing_id
    cross join lateral (values (r.entry->>'siteId'), (d.site_id::text)) as s(id)
    where r.job_id = ${jobId} and (${APPLIED} or r.verdict = 'MISSING') and s.id is not null`);
  return rows.map((row) => row.id);
}

/** After a commit only what did not go in is kept, for the workbook that is sent back. */
export async function deleteAppliedRows(tx: Tx, jobId: string): Promise<void> {
  await tx.execute(sql`
    delete from import_row r where r.job_id = ${jobId}
      and not (r.verdict = 'REFUSED' or (r.open_asks > 0 and r.verdict in ('NEW', 'CHANGED')))`);
}
