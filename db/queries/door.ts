import { aliasedTable, and, asc, eq, isNull, or, sql } from 'drizzle-orm';
import type { Reach } from '#domain/permissions.ts';
import type { Tx } from '../client.ts';
import { attendance, checkIn, walkIn } from '../schema/attendance.ts';
import { delegate, delegateCategory } from '../schema/delegate.ts';
import { session } from '../schema/conference.ts';
import { site } from '../schema/site.ts';
import { unit } from '../schema/unit.ts';
import { withinReach } from './reach.ts';

/** Changes whenever somebody of the hall's summons list is added, changed or taken off. */
export async function readRosterVersion(tx: Tx, siteId: string): Promise<string> {
  const [row] = await tx
    .select({
      changedAt: sql<Date | null>`max(${delegate.updatedAt})`.mapWith(delegate.updatedAt),
      // An import stamps its rows when it begins: the newest moment may be older than one seen before.
      moments: sql<string>`coalesce(sum(floor(extract(epoch from ${delegate.updatedAt}) * 1000)), 0)::text`,
      standing: sql<number>`count(*) filter (where ${delegate.removedAt} is null)::int`,
    })
    .from(delegate)
    .where(eq(delegate.siteId, siteId));
  return `${row?.changedAt?.toISOString() ?? 'empty'}/${row?.standing ?? 0}/${row?.moments ?? 0}`;
}

/** The hall's summons list as far as `reach` goes, by given name. */
export function listDoorDelegates(tx: Tx, asked: { siteId: string; reach: Reach }) {
  const hallUnit = aliasedTable(unit, 'hall_unit');
  return tx
    .select({
      id: delegate.id,
      checkInCode: delegate.checkInCode,
      rosterCode: delegate.rosterCode,
      familyName: delegate.familyName,
      givenName: delegate.givenName,
      position: delegate.position,
      unitName: sql<string>`coalesce(${unit.name}, '')`,
      categoryName: sql<string>`coalesce(${delegateCategory.name}, '')`,
      seat: delegate.seat,
      birthYear: delegate.birthYear,
    })
    .from(delegate)
    .leftJoin(unit, eq(unit.id, delegate.unitId))
    .leftJoin(delegateCategory, eq(delegateCategory.id, delegate.categoryId))
    .innerJoin(site, eq(site.id, delegate.siteId))
    .leftJoin(hallUnit, eq(hallUnit.id, site.unitId))
    .where(
      and(
        eq(delegate.siteId, asked.siteId),
        isNull(delegate.removedAt),
        withinReach(asked.reach, {
          siteId: delegate.siteId,
          unitPath: sql`coalesce(${unit.path}, ${hallUnit.path})`,
        }),
      ),
    )
    .orderBy(
      sql`${delegate.givenName} collate "vietnamese"`,
      sql`${delegate.familyName} collate "vietnamese"`,
      asc(delegate.id),
    );
}

const guestColumns = {
  id: delegate.id,
  familyName: delegate.familyName,
  givenName: delegate.givenName,
  position: delegate.position,
  unitName: sql<string>`coalesce(${unit.name}, '')`,
  siteName: site.name,
};

/** The delegate of a conference with that code on the badge; null when nobody summoned has it. */
export async function findGuestByCode(
  tx: Tx,
  asked: { conferenceId: string; checkInCode: string },
) {
  const [row] = await tx
    .select(guestColumns)
    .from(delegate)
    .innerJoin(site, eq(site.id, delegate.siteId))
    .leftJoin(unit, eq(unit.id, delegate.unitId))
    .where(
      and(
        eq(delegate.conferenceId, asked.conferenceId),
        eq(delegate.checkInCode, asked.checkInCode),
        isNull(delegate.removedAt),
      ),
    );
  return row ?? null;
}

/** Delegates of other halls whose presence in a session was recorded in this hall. */
export function listGuests(tx: Tx, place: { siteId: string; sessionId: string }) {
  return tx
    .select(guestColumns)
    .from(attendance)
    .innerJoin(delegate, eq(delegate.id, attendance.delegateId))
    .innerJoin(site, eq(site.id, delegate.siteId))
    .leftJoin(unit, eq(unit.id, delegate.unitId))
    .where(
      and(
        eq(attendance.sessionId, place.sessionId),
        eq(attendance.presentSiteId, place.siteId),
        sql`${delegate.siteId} <> ${place.siteId}`,
      ),
    );
}

/** The records of a hall's delegates in a session, and of the others who sit there. */
export function listDoorAttendance(tx: Tx, place: { siteId: string; sessionId: string }) {
  return tx
    .select({
      delegateId: attendance.delegateId,
      status: attendance.status,
      presentAt: attendance.presentAt,
      presentSiteId: attendance.presentSiteId,
      isLate: attendance.isLate,
      isSubstitute: attendance.isSubstitute,
      leftEarlyAt: attendance.leftEarlyAt,
      reason: attendance.reason,
      substituteName: attendance.substituteName,
      decidingCheckInId: attendance.decidingCheckInId,
      updatedAt: attendance.updatedAt,
    })
    .from(attendance)
    .innerJoin(delegate, eq(delegate.id, attendance.delegateId))
    .where(
      and(
        eq(attendance.sessionId, place.sessionId),
        or(eq(delegate.siteId, place.siteId), eq(attendance.presentSiteId, place.siteId)),
      ),
    );
}

/** The walk-ins of a hall in a session, each with the standing event that an undo would name. */
export function listDoorWalkIns(tx: Tx, place: { siteId: string; sessionId: string }) {
  const standing = sql<string | null>`(
    select arrival.id from ${checkIn} arrival
     where arrival.session_id = walk_in.session_id and arrival.subject_id = walk_in.id
       and arrival.kind = 'WALK_IN' and not arrival.is_after_closing
       and not exists (select 1 from ${checkIn} undo
             where undo.session_id = walk_in.session_id and undo.subject_id = walk_in.id
               and undo.kind = 'UNDO' and undo.undoes_id = arrival.id and not undo.is_after_closing)
     order by arrival.happened_at, arrival.id limit 1)`;
  return tx
    .select({
      walkInId: walkIn.id,
      personName: walkIn.personName,
      position: walkIn.position,
      unitName: walkIn.unitName,
      presentAt: walkIn.presentAt,
      isUndone: walkIn.isUndone,
      decidingCheckInId: standing,
    })
    .from(walkIn)
    .where(and(eq(walkIn.sessionId, place.sessionId), eq(walkIn.siteId, place.siteId)))
    .orderBy(asc(walkIn.presentAt), asc(walkIn.id));
}

/** Whether the session is one of the conference's. */
export async function isSessionOf(
  tx: Tx,
  asked: { sessionId: string; conferenceId: string },
): Promise<boolean> {
  const rows = await tx
    .select({ id: session.id })
    .from(session)
    .where(and(eq(session.id, asked.sessionId), eq(session.conferenceId, asked.conferenceId)));
  return rows.length > 0;
}
