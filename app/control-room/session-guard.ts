import { notFound } from 'next/navigation';
import { z } from 'zod';
import { findDirectedSession, listHallKinship } from '#db/queries/control-room.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
import { listAgendaTurns } from '#db/queries/recording.ts';
import { listAgenda } from '#db/queries/session.ts';
import { requireAccount, requirePermission } from '../_server/guards.ts';
import type { RoomViewProps } from './_room/room-shell.tsx';
import { queryOfAddress } from './_room/query-address.ts';
import { hallPlaces } from './_state/hall-places.ts';

const MINUTE_MS = 60_000;

export interface RoomPageProps {
  params: Promise<{ sessionId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What the pages of a control room show; answers 401, 403 or 404 to others. */
export async function readRoom({ params, searchParams }: RoomPageProps): Promise<RoomViewProps> {
  const { sessionId } = await params;
  const account = await requireAccount();
  const db = pageDatabase();
  const isId = z.uuid().safeParse(sessionId).success;
  const session = isId ? await findDirectedSession(db, sessionId) : null;
  if (!session) notFound();
  const { conferenceId } = session;
  requirePermission(account, 'control-room:follow', { conferenceId });
  const [kin, items, turns] = await Promise.all([
    listHallKinship(db, conferenceId),
    listAgenda(db, conferenceId),
    listAgendaTurns(db, sessionId),
  ]);
  let atMs = session.startsAt.getTime();
  const own = items.filter((item) => item.sessionId === sessionId);
  const agenda = own.map(({ id, title, speaker, durationMinutes }) => {
    const startsAt = new Date(atMs).toISOString();
    atMs += durationMinutes * MINUTE_MS;
    const begun = turns.findLast(({ agendaItemId }) => agendaItemId === id);
    const begunAt = begun ? new Date(begun.atMs).toISOString() : null;
    return { id, title, speaker, startsAt, endsAt: new Date(atMs).toISOString(), begunAt };
  });
  const { id, name, conferenceName, startsAt } = session;
  return {
    session: { id, name, conferenceName, startsAt: startsAt.toISOString(), agenda },
    places: hallPlaces(kin),
    query: queryOfAddress(await searchParams),
  };
}
