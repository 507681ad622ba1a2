import { asc, eq, sql } from 'drizzle-orm';
import type { Tx } from '../client.ts';
import { agendaItem, session } from '../schema/conference.ts';

export type SessionRow = typeof session.$inferSelect;
export type AgendaItemRow = typeof agendaItem.$inferSelect;

/** The sessions of a conference in their order. */
export async function listSessions(tx: Tx, conferenceId: string): Promise<SessionRow[]> {
  return tx
    .select()
    .from(session)
    .where(eq(session.conferenceId, conferenceId))
    .orderBy(asc(session.ordinal));
}

/** The agendas of all sessions of a conference, each in its order. */
export async function listAgenda(tx: Tx, conferenceId: string): Promise<AgendaItemRow[]> {
  const rows = await tx
    .select({ item: agendaItem })
    .from(agendaItem)
    .innerJoin(session, eq(session.id, agendaItem.sessionId))
    .where(eq(session.conferenceId, conferenceId))
    .orderBy(asc(session.ordinal), asc(agendaItem.ordinal), asc(agendaItem.id));
  return rows.map(({ item }) => item);
}

/** @returns null when there is none */
export async function findSession(tx: Tx, sessionId: string): Promise<SessionRow | null> {
  const [row] = await tx.select().from(session).where(eq(session.id, sessionId));
  return row ?? null;
}

/** An agenda item with its conference; null when there is none. */
export async function findAgendaItem(
  tx: Tx,
  agendaItemId: string,
): Promise<(AgendaItemRow & { conferenceId: string }) | null> {
  const [row] = await tx
    .select({ item: agendaItem, conferenceId: session.conferenceId })
    .from(agendaItem)
    .innerJoin(session, eq(session.id, agendaItem.sessionId))
    .where(eq(agendaItem.id, agendaItemId));
  return row ? { ...row.item, conferenceId: row.conferenceId } : null;
}

/** Whether anybody was checked in, a headcount declared, or anything recorded in a session. */
export async function hasRecord(tx: Tx, sessionId: string): Promise<boolean> {
  const answer = await tx.execute<{ found: boolean }>(sql`
    select exists (select 1 from check_in where session_id = ${sessionId})
      or exists (select 1 from headcount_report where session_id = ${sessionId})
      or exists (select 1 from recording where session_id = ${sessionId}) as found`);
  return answer.rows[0]?.found === true;
}

/** Numbers a conference's sessions 1…n by their start. Needs the conference's row locked. */
export async function numberSessionsByStart(tx: Tx, conferenceId: string): Promise<void> {
  // Two steps, because the unique index is checked row by row.
  await tx.execute(sql`
    update session set ordinal = -numbered.place
    from (select id, row_number() over (order by starts_at, id) as place
      from session where conference_id = ${conferenceId}) numbered
    where session.id = numbered.id`);
  await tx
    .update(session)
    .set({ ordinal: sql`-${session.ordinal}` })
    .where(eq(session.conferenceId, conferenceId));
}

/** Stores the order of a session's agenda. Needs the session's row locked. */
export async function storeAgendaOrder(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update agenda_item set ordinal = given.place
    from unnest(${sql.param([...ids])}::uuid[]) with ordinality as given (id, place)
    where agenda_item.id = given.id and agenda_item.ordinal <> given.place`);
}
