/** What the pages know of a session before any figure has come. Times are ISO texts. */
export interface SessionInfo {
  id: string;
  name: string;
  conferenceName: string;
  startsAt: string;
  endsAt: string;
  state: SessionState;
}

/** Whether a reader sees the whole conference or a part of it. */
export type FigureReach = 'whole' | 'part';

export type SessionState = 'planned' | 'open' | 'closed';

/** Whether doors take check-ins: what the two stored moments say. */
export function sessionState(session: {
  openedAt: Date | null;
  closedAt: Date | null;
}): SessionState {
  if (session.closedAt !== null) return 'closed';
  return session.openedAt === null ? 'planned' : 'open';
}

/**
 * The one session to show without asking: doors open, not closed, and its day not long gone. Null when
 * there is none, or more than one.
 */
export function runningSession<
  S extends { openedAt: Date | null; closedAt: Date | null; endsAt: Date },
>(sessions: readonly S[], nowMs: number): S | null {
  const running = sessions.filter(
    (session) => sessionState(session) === 'open' && nowMs < session.endsAt.getTime() + LINGER_MS,
  );
  return running.length === 1 ? (running[0] ?? null) : null;
}

/** A session that nobody closed stays the running one for this long after its end. */
const LINGER_MS = 3 * 60 * 60 * 1000;
