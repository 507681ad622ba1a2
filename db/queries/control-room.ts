import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import type { Actor } from '#domain/actor.ts';
import { grantsWith } from '#domain/permissions.ts';
import type { Tx } from '../client.ts';
import { conference, session } from '../schema/conference.ts';
import { programme } from '../schema/programme.ts';
import { site } from '../schema/site.ts';
import { unit } from '../schema/unit.ts';
import type { SiteRow } from './site.ts';

/** A session as its director chooses and opens it. */
export interface DirectedSessionRow {
  id: string;
  name: string;
  startsAt: Date;
  endsAt: Date;
  conferenceId: string;
  conferenceName: string;
  /** When it went on air and off it; null: not yet. */
  airStartedAt: Date | null;
  airEndedAt: Date | null;
}

const COLUMNS = {
  id: session.id,
  name: session.name,
  startsAt: session.startsAt,
  endsAt: session.endsAt,
  conferenceId: conference.id,
  conferenceName: conference.name,
  airStartedAt: programme.startedAt,
  airEndedAt: programme.endedAt,
};

/** Sessions that an account may direct, the newest conference first. */
export async function listDirectedSessions(tx: Tx, actor: Actor): Promise<DirectedSessionRow[]> {
  const scopes = grantsWith(actor, 'control-room:follow').map((grant) => grant.scope);
  const isEverywhere = scopes.some(({ kind }) => kind === 'ALL');
  const ids = scopes.flatMap((scope) => (scope.kind === 'CONFERENCE' ? [scope.conferenceId] : []));
  return tx
    .select(COLUMNS)
    .from(session)
    .innerJoin(conference, eq(conference.id, session.conferenceId))
    .leftJoin(programme, eq(programme.sessionId, session.id))
    .where(
      and(
        isNull(conference.archivedAt),
        isEverywhere ? undefined : inArray(session.conferenceId, ids),
      ),
    )
    .orderBy(desc(conference.startsOn), desc(conference.id), asc(session.ordinal));
}

/** @returns null when there is none */
export async function findDirectedSession(
  tx: Tx,
  sessionId: string,
): Promise<DirectedSessionRow | null> {
  const [row] = await tx
    .select(COLUMNS)
    .from(session)
    .innerJoin(conference, eq(conference.id, session.conferenceId))
    .leftJoin(programme, eq(programme.sessionId, session.id))
    .where(eq(session.id, sessionId));
  return row ?? null;
}

/** What tells to which group of the wall a hall belongs. */
export interface HallKinship {
  siteId: string;
  parentSiteId: string | null;
  tier: SiteRow['tier'];
  name: string;
  unitName: string;
}

/** The halls of a conference with their parents, by code. */
export async function listHallKinship(tx: Tx, conferenceId: string): Promise<HallKinship[]> {
  const rows = await tx
    .select({
      siteId: site.id,
      parentSiteId: site.parentSiteId,
      tier: site.tier,
      name: site.name,
      unitName: unit.name,
    })
    .from(site)
    .leftJoin(unit, eq(unit.id, site.unitId))
    .where(and(eq(site.conferenceId, conferenceId), isNull(site.removedAt)))
    .orderBy(asc(site.code));
  return rows.map((row) => ({ ...row, unitName: row.unitName ?? '' }));
}
