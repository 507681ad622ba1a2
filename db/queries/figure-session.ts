import { or, sql } from 'drizzle-orm';
import type { Actor } from '#domain/actor.ts';
import { grantsWith } from '#domain/permissions.ts';
import type { Tx } from '../client.ts';

/** A session whose figures are shown, with its conference. */
export interface FigureSessionRow {
  id: string;
  name: string;
  startsAt: Date;
  endsAt: Date;
  openedAt: Date | null;
  closedAt: Date | null;
  conferenceId: string;
  conferenceName: string;
  organisation: string;
  startsOn: string;
  endsOn: string;
}

const COLUMNS = sql`
  s.id, s.name, s.starts_at as "startsAt", s.ends_at as "endsAt", s.opened_at as "openedAt",
  s.closed_at as "closedAt", c.id as "conferenceId", c.name as "conferenceName", c.organisation,
  c.starts_on::text as "startsOn", c.ends_on::text as "endsOn"`;

/** Sessions whose figures an account may follow, the newest conference first. */
export async function listFigureSessions(tx: Tx, actor: Actor): Promise<FigureSessionRow[]> {
  const scopes = grantsWith(actor, 'figures:read').map((grant) => grant.scope);
  const isEverywhere = scopes.some(({ kind }) => kind === 'ALL');
  const conferenceIds = scopes.flatMap((s) => (s.kind === 'CONFERENCE' ? [s.conferenceId] : []));
  const siteIds = scopes.flatMap((s) => (s.kind === 'SITE' ? [s.siteId] : []));
  const unitPaths = scopes.flatMap((s) => (s.kind === 'UNIT' ? [s.path] : []));
  const hasPeople = unitPaths.map(
    (path) => sql`exists (
      select from delegate d join site s on s.id = d.site_id
      join unit u on u.id = coalesce(d.unit_id, s.unit_id)
      where d.conference_id = c.id and d.removed_at is null and starts_with(u.path, ${path}))`,
  );
  const own = or(
    sql`c.id = any(${sql.param(conferenceIds)}::uuid[])`,
    sql`c.id in (select conference_id from site where id = any(${sql.param(siteIds)}::uuid[]))`,
    ...hasPeople,
  );
  const rows = await tx.execute<Record<string, unknown>>(sql`
    select ${COLUMNS}
    from session s join conference c on c.id = s.conference_id
    where c.archived_at is null and ${isEverywhere ? sql`true` : own}
    order by c.starts_on desc, c.id desc, s.ordinal`);
  return rows.rows.map(toFigureSession);
}

/** One session with its conference, as above; null when there is none. */
export async function findFigureSession(
  tx: Tx,
  sessionId: string,
): Promise<FigureSessionRow | null> {
  const { rows } = await tx.execute<Record<string, unknown>>(sql`
    select ${COLUMNS}
    from session s join conference c on c.id = s.conference_id
    where s.id = ${sessionId}`);
  return rows[0] ? toFigureSession(rows[0]) : null;
}

function toFigureSession(row: Record<string, unknown>): FigureSessionRow {
  const moment = (value: unknown) => (value === null ? null : new Date(value as string));
  return {
    ...row,
    startsAt: new Date(row['startsAt'] as string),
    endsAt: new Date(row['endsAt'] as string),
    openedAt: moment(row['openedAt']),
    closedAt: moment(row['closedAt']),
  } as FigureSessionRow;
}
