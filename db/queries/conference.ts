import { and, desc, eq, inArray, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Actor } from '#domain/actor.ts';
import { grantsWith } from '#domain/permissions.ts';
import type { Tx } from '../client.ts';
import { conference } from '../schema/conference.ts';
import { site } from '../schema/site.ts';
import { withinReach } from './reach.ts';

export type ConferenceRow = typeof conference.$inferSelect;

/** @returns null when there is none */
export async function findConference(tx: Tx, conferenceId: string): Promise<ConferenceRow | null> {
  const [row] = await tx.select().from(conference).where(eq(conference.id, conferenceId));
  return row ?? null;
}

/** The conference with its row locked until the transaction ends: one writer of its sessions. */
export async function lockConference(tx: Tx, conferenceId: string): Promise<ConferenceRow | null> {
  const [row] = await tx
    .select()
    .from(conference)
    .where(eq(conference.id, conferenceId))
    .for('update');
  return row ?? null;
}

export interface ConferenceListRow extends ConferenceRow {
  siteCount: number;
  summoned: number;
  sessionCount: number;
}

/** The conferences that an account takes part in, newest first, with their size as far as it reaches. */
export async function listConferences(tx: Tx, actor: Actor): Promise<ConferenceListRow[]> {
  const scopes = grantsWith(actor, 'conference:read').map((grant) => grant.scope);
  const isEverywhere = scopes.some(({ kind }) => kind === 'ALL' || kind === 'UNIT');
  const conferenceIds = scopes.flatMap((s) => (s.kind === 'CONFERENCE' ? [s.conferenceId] : []));
  const siteIds = scopes.flatMap((s) => (s.kind === 'SITE' ? [s.siteId] : []));
  const ofSites = tx.select({ id: site.conferenceId }).from(site).where(inArray(site.id, siteIds));
  const unitPaths = scopes.flatMap((s) => (s.kind === 'UNIT' ? [s.path] : []));
  const isAll = scopes.some(({ kind }) => kind === 'ALL');
  const reached = (unitPath: SQL) =>
    isAll
      ? sql`true`
      : or(
          sql`conference.id = any(${sql.param(conferenceIds)}::uuid[])`,
          withinReach({ kind: 'SOME', unitPaths, siteIds }, { siteId: sql`s.id`, unitPath }),
        );
  const own = sql`(${inArray(conference.id, conferenceIds)} or ${inArray(conference.id, ofSites)})`;
  // Written out: Drizzle leaves the table's name off a column where only one table is selected from.
  const rows = await tx
    .select({
      conference,
      siteCount: sql<number>`(select count(*)::int from site s left join unit hu on hu.id = s.unit_id
        where s.conference_id = conference.id and s.removed_at is null and ${reached(sql`hu.path`)})`,
      summoned: sql<number>`(select count(*)::int from delegate d
        join site s on s.id = d.site_id left join unit hu on hu.id = s.unit_id
        left join unit ou on ou.id = d.unit_id
        where d.conference_id = conference.id and d.removed_at is null
          and ${reached(sql`coalesce(ou.path, hu.path)`)})`,
      sessionCount: sql<number>`(select count(*)::int from session where session.conference_id = conference.id)`,
    })
    .from(conference)
    .where(and(isEverywhere ? undefined : own))
    .orderBy(desc(conference.startsOn), desc(conference.id));
  return rows.map(({ conference: row, ...counts }) => ({ ...row, ...counts }));
}

export interface ConferenceReadiness {
  sessions: number;
  sessionsWithoutAgenda: number;
  sessionsOpened: number;
  sites: number;
  sitesWithContact: number;
  sitesWithDoor: number;
  sitesWithDevice: number;
  sitesSummoned: number;
  delegates: number;
  /** Rows that the newest import of each kind refused. */
  rowsRefused: number;
  /** An import that waits for somebody: read, not committed. */
  importsWaiting: number;
}

/** How far a round is: the figures of the organiser's checklist. */
export async function readReadiness(tx: Tx, conferenceId: string): Promise<ConferenceReadiness> {
  const answer = await tx.execute<Record<keyof ConferenceReadiness, number>>(sql`
    with halls as (
      select s.id, s.contact_phone,
        exists (select 1 from device d where d.site_id = s.id and d.revoked_at is null) as has_device,
        exists (select 1 from device d
          where d.site_id = s.id and d.revoked_at is null and d.kind = 'DOOR') as has_door,
        exists (select 1 from delegate g where g.site_id = s.id and g.removed_at is null) as has_roster
      from site s where s.conference_id = ${conferenceId} and s.removed_at is null
    ), newest as (
      select distinct on (kind) id, status, summary from import_job
      where conference_id = ${conferenceId} and status in ('PREVIEW', 'COMMITTING', 'COMMITTED')
      order by kind, created_at desc
    ), sittings as (
      select s.opened_at, exists (select 1 from agenda_item a where a.session_id = s.id) as has_agenda
      from session s where s.conference_id = ${conferenceId}
    )
    select
      (select count(*) from sittings)::int as "sessions",
      (select count(*) from sittings where not has_agenda)::int as "sessionsWithoutAgenda",
      (select count(*) from sittings where opened_at is not null)::int as "sessionsOpened",
      (select count(*) from halls)::int as "sites",
      (select count(*) from halls where contact_phone <> '')::int as "sitesWithContact",
      (select count(*) from halls where has_door)::int as "sitesWithDoor",
      (select count(*) from halls where has_device)::int as "sitesWithDevice",
      (select count(*) from halls where has_roster)::int as "sitesSummoned",
      (select count(*) from delegate
        where conference_id = ${conferenceId} and removed_at is null)::int as "delegates",
      (select count(*) from import_row r join newest n on n.id = r.job_id
        where r.verdict = 'REFUSED')::int as "rowsRefused",
      (select count(*) from newest where status = 'PREVIEW')::int as "importsWaiting"`);
  const [row] = answer.rows;
  if (!row) throw new Error('a query of figures gave no row');
  return row;
}
