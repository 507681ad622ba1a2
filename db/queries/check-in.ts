import type pg from 'pg';
import type { AttendanceStatus, CheckInKind } from '#domain/attendance.ts';
import type { CheckInDetailColumn } from '../schema/attendance.ts';

/**
 * The statements of the check-in transaction, each set-based and prepared once a connection. They
 * are written by hand because the path is hot: a door's request costs a fixed handful of round trips
 * however many events it brings. Order of locks: session, attendance by delegate, walk-ins by id.
 */
export type Connection = Pick<pg.ClientBase, 'query'>;

export interface SessionRow {
  id: string;
  conferenceId: string;
  startsAt: Date;
  openedAt: Date | null;
  closedAt: Date | null;
  lateAfter: Date;
}

export interface StoredCheckIn {
  id: string;
  sessionId: string;
  siteId: string;
  subjectKind: 'DELEGATE' | 'WALK_IN';
  subjectId: string;
  kind: CheckInKind;
  method: 'QR' | 'NAME' | 'MANUAL';
  happenedAt: Date;
  deviceAt: Date;
  undoesId: string | null;
  detail: CheckInDetailColumn;
  isDuplicate: boolean;
  isAfterClosing: boolean;
}

export interface NewCheckIn extends StoredCheckIn {
  receivedAt: Date;
  deviceId: string | null;
  accountId: string | null;
}

export interface LockedAttendance {
  delegateId: string;
  /** The hall of the roster. */
  siteId: string;
  updatedAt: Date;
}

export interface AttendanceWrite {
  delegateId: string;
  status: AttendanceStatus;
  presentAt: Date | null;
  presentSiteId: string | null;
  isLate: boolean;
  isSubstitute: boolean;
  leftEarlyAt: Date | null;
  reason: string;
  substituteName: string;
  decidingCheckInId: string | null;
}

export interface WalkInWrite {
  id: string;
  siteId: string;
  personName: string;
  position: string;
  unitName: string;
  presentAt: Date;
  isUndone: boolean;
}

/** Reads a session and keeps it from being closed until the transaction ends. */
export async function shareSession(
  connection: Connection,
  sessionId: string,
): Promise<SessionRow | null> {
  const { rows } = await connection.query<SessionRow>({
    name: 'check-in:session',
    text: `select id, conference_id "conferenceId", starts_at "startsAt", opened_at "openedAt",
                  closed_at "closedAt", late_after "lateAfter"
             from session where id = $1 for share`,
    values: [sessionId],
  });
  return rows[0] ?? null;
}

/** Delegates by the code on their badge, also those taken off the list since it was printed. */
export async function findDelegatesByCode(
  connection: Connection,
  given: { conferenceId: string; checkInCodes: string[] },
): Promise<Map<string, string>> {
  const { rows } = await connection.query<{ id: string; checkInCode: string }>({
    name: 'check-in:by-code',
    text: `select id, check_in_code "checkInCode" from delegate
            where conference_id = $1 and check_in_code = any($2::text[])`,
    values: [given.conferenceId, given.checkInCodes],
  });
  return new Map(rows.map((row) => [row.checkInCode, row.id]));
}

/**
 * Makes the records that are missing and locks all of them, in one order for everybody.
 * @returns the locked ones; a delegate who is not of the conference has none
 */
export async function lockAttendance(
  connection: Connection,
  given: { sessionId: string; conferenceId: string; delegateIds: string[] },
): Promise<LockedAttendance[]> {
  await connection.query({
    name: 'check-in:ensure',
    text: `insert into attendance (session_id, delegate_id, status)
           select $1::uuid, id, 'UNMARKED' from delegate
            where id = any($3::uuid[]) and conference_id = $2 order by id
           on conflict do nothing`,
    values: [given.sessionId, given.conferenceId, given.delegateIds],
  });
  const { rows } = await connection.query<LockedAttendance>({
    name: 'check-in:lock',
    text: `select a.delegate_id "delegateId", d.site_id "siteId", a.updated_at "updatedAt"
             from attendance a join delegate d on d.id = a.delegate_id
            where a.session_id = $1 and a.delegate_id = any($2::uuid[])
            order by a.delegate_id for no key update of a`,
    values: [given.sessionId, given.delegateIds],
  });
  return rows;
}

/** Walk-ins have no row before their first event: their ids are locked instead, until the commit. */
export async function lockWalkIns(connection: Connection, walkInIds: string[]): Promise<void> {
  await connection.query({
    name: 'check-in:lock-walk-ins',
    text: `select pg_advisory_xact_lock(hashtextextended(id, 0))
             from (select id from unnest($1::text[]) as id order by id) as walk_ins`,
    values: [walkInIds],
  });
}

/** All events of the subjects in a session, and whatever is already stored under the given ids. */
export async function readCheckIns(
  connection: Connection,
  given: { sessionId: string; subjectIds: string[]; ids: string[] },
): Promise<StoredCheckIn[]> {
  const columns = `id, session_id "sessionId", site_id "siteId", subject_kind "subjectKind",
    subject_id "subjectId", kind, method, happened_at "happenedAt", device_at "deviceAt",
    undoes_id "undoesId", detail, is_duplicate "isDuplicate", is_after_closing "isAfterClosing"`;
  const { rows } = await connection.query<StoredCheckIn>({
    name: 'check-in:read',
    text: `select ${columns} from check_in where session_id = $1 and subject_id = any($2::uuid[])
           union all
           select ${columns} from check_in
            where id = any($3::uuid[]) and not (session_id = $1 and subject_id = any($2::uuid[]))`,
    values: [given.sessionId, given.subjectIds, given.ids],
  });
  return rows;
}

/**
 * Stores events and the records they led to, in one statement.
 * @returns how many events were stored (fewer than given: another transaction took an id meanwhile),
 *   and the moment of change that the records carry
 */
export async function writeCheckIns(
  connection: Connection,
  given: {
    sessionId: string;
    checkIns: NewCheckIn[];
    attendance: AttendanceWrite[];
    walkIns: WalkInWrite[];
  },
): Promise<{ storedCount: number; updatedAt: Date }> {
  const { rows } = await connection.query<{ storedCount: number; updatedAt: Date }>({
    name: 'check-in:write',
    text: WRITE,
    values: [
      given.sessionId,
      JSON.stringify(given.checkIns),
      JSON.stringify(given.attendance),
      JSON.stringify(given.walkIns),
    ],
  });
  return rows[0] ?? { storedCount: 0, updatedAt: new Date(0) };
}

// `statement_timestamp()` is taken after the locks were gained, so it rises with every change of a row.
const WRITE = `
  with stored as (
    insert into check_in (id, session_id, site_id, subject_kind, subject_id, kind, method,
      happened_at, device_at, received_at, undoes_id, detail, device_id, account_id, is_duplicate,
      is_after_closing)
    select e.id, $1::uuid, e."siteId", e."subjectKind", e."subjectId", e.kind, e.method,
      e."happenedAt", e."deviceAt", e."receivedAt", e."undoesId", e.detail, e."deviceId",
      e."accountId", e."isDuplicate", e."isAfterClosing"
    from jsonb_to_recordset($2::jsonb) as e(id uuid, "siteId" uuid, "subjectKind" text,
      "subjectId" uuid, kind text, method text, "happenedAt" timestamptz, "deviceAt" timestamptz,
      "receivedAt" timestamptz, "undoesId" uuid, detail jsonb, "deviceId" uuid, "accountId" text,
      "isDuplicate" boolean, "isAfterClosing" boolean)
    order by e.id
    on conflict (id) do nothing
    returning id
  ), records as (
    update attendance a set status = s.status, present_at = s."presentAt",
      present_site_id = s."presentSiteId", is_late = s."isLate", is_substitute = s."isSubstitute",
      left_early_at = s."leftEarlyAt", reason = s.reason, substitute_name = s."substituteName",
      deciding_check_in_id = s."decidingCheckInId",
      updated_at = date_trunc('milliseconds', statement_timestamp())
    from jsonb_to_recordset($3::jsonb) as s("delegateId" uuid, status text, "presentAt" timestamptz,
      "presentSiteId" uuid, "isLate" boolean, "isSubstitute" boolean, "leftEarlyAt" timestamptz,
      reason text, "substituteName" text, "decidingCheckInId" uuid)
    where a.session_id = $1 and a.delegate_id = s."delegateId"
  ), walk_ins as (
    insert into walk_in (id, session_id, site_id, person_name, position, unit_name, present_at, is_undone)
    select w.id, $1::uuid, w."siteId", w."personName", w.position, w."unitName", w."presentAt", w."isUndone"
    from jsonb_to_recordset($4::jsonb) as w(id uuid, "siteId" uuid, "personName" text, position text,
      "unitName" text, "presentAt" timestamptz, "isUndone" boolean)
    order by w.id
    on conflict (id) do update set person_name = excluded.person_name, position = excluded.position,
      unit_name = excluded.unit_name, present_at = excluded.present_at, is_undone = excluded.is_undone
      where walk_in.session_id = excluded.session_id
  )
  select count(*)::int "storedCount", date_trunc('milliseconds', statement_timestamp()) "updatedAt"
    from stored`;
