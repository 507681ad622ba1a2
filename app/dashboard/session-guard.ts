import { notFound } from 'next/navigation';
import { z } from 'zod';
import { findFigureSession, type FigureSessionRow } from '#db/queries/figure-session.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
import { reachOf } from '#domain/permissions.ts';
import type { AccountActor } from '#domain/actor.ts';
import { requireAccount, requirePermission } from '../_server/guards.ts';
import { sessionState, type FigureReach, type SessionInfo } from './_figures/session-info.ts';

/** The session of a dashboard page and who reads it; answers 401, 403 or 404 otherwise. */
export async function requireFigures(
  sessionId: string,
): Promise<{ account: AccountActor; session: FigureSessionRow; reach: FigureReach }> {
  const account = await requireAccount();
  const isId = z.uuid().safeParse(sessionId).success;
  const session = isId ? await findFigureSession(pageDatabase(), sessionId) : null;
  if (!session) notFound();
  const { conferenceId } = session;
  requirePermission(account, 'figures:read', { conferenceId, shared: true });
  const { kind } = reachOf(account, 'figures:read', conferenceId);
  return { account, session, reach: kind === 'ALL' ? 'whole' : 'part' };
}

export function toSessionInfo(session: FigureSessionRow): SessionInfo {
  return {
    id: session.id,
    name: session.name,
    conferenceName: session.conferenceName,
    startsAt: session.startsAt.toISOString(),
    endsAt: session.endsAt.toISOString(),
    state: sessionState(session),
  };
}
