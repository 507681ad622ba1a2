import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Tx } from '../client.ts';
import { attendance, headcountReport } from '../schema/attendance.ts';
import { delegate } from '../schema/delegate.ts';

interface Place {
  siteId: string;
  sessionId: string;
}

export interface NewHeadcountReport extends Place {
  presentCount: number;
  note: string;
  happenedAt: Date;
  deviceId: string | null;
  accountId: string | null;
}

/** Appends a declared count; earlier ones are kept. */
export async function insertHeadcountReport(
  tx: Tx,
  report: NewHeadcountReport,
): Promise<{ id: string }> {
  const [row] = await tx
    .insert(headcountReport)
    .values(report)
    .returning({ id: headcountReport.id });
  if (!row) throw new Error('the report was not stored');
  return row;
}

/** The declared count that stands: the newest by when it was counted. */
export async function findStandingReport(tx: Tx, place: Place) {
  const [row] = await tx
    .select({
      presentCount: headcountReport.presentCount,
      note: headcountReport.note,
      happenedAt: headcountReport.happenedAt,
    })
    .from(headcountReport)
    .where(
      and(eq(headcountReport.sessionId, place.sessionId), eq(headcountReport.siteId, place.siteId)),
    )
    .orderBy(desc(headcountReport.happenedAt), desc(headcountReport.id))
    .limit(1);
  return row ?? null;
}

/** What the roster and the doors say of a hall: people summoned, and those of them counted present. */
export async function countHall(
  tx: Tx,
  place: Place,
): Promise<{ summoned: number; present: number }> {
  const [row] = await tx
    .select({
      summoned: sql<number>`count(*)::int`,
      present: sql<number>`count(*) filter (where ${attendance.status} = 'PRESENT')::int`,
    })
    .from(delegate)
    .leftJoin(
      attendance,
      and(eq(attendance.delegateId, delegate.id), eq(attendance.sessionId, place.sessionId)),
    )
    .where(and(eq(delegate.siteId, place.siteId), isNull(delegate.removedAt)));
  return row ?? { summoned: 0, present: 0 };
}
