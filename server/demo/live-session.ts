import type { CommandInput, CommandOutput } from '#contract/registry.ts';

type Session = CommandOutput<'device:self'>['sessions'][number];

export interface LiveSession {
  sessionId: string;
  /** The moment around which people come. */
  startsAtMs: number;
  /** How far the conference's times should move so that they come before the start; 0: not at all. */
  shiftMs: number;
  needsOpening: boolean;
}

const MINUTE_MS = 60_000;
/** At speed 1 a moved session begins in this time: the crowd is about to come. */
const LEAD_MINUTES = 22;

/**
 * Chooses the session to bring people to: the first with open doors, else the next that is not
 * closed. It should move to now when nobody has come yet and it is over or still far away, so that
 * a demo opened at any hour shows people in time and not 50,000 late ones.
 * @returns null when the count of every session is closed
 */
export function chooseSession(options: {
  sessions: readonly Session[];
  nowMs: number;
  speed: number;
  hasArrivals(sessionId: string): boolean;
}): LiveSession | null {
  const { nowMs, speed } = options;
  const countable = options.sessions.filter((session) => session.closedAt === null);
  const session = countable.find((entry) => entry.openedAt !== null) ?? countable[0];
  if (!session) return null;
  const sessionId = session.id;
  const needsOpening = session.openedAt === null;
  const startsAtMs = Date.parse(session.startsAt);
  const newStartMs = Math.ceil(nowMs / MINUTE_MS + LEAD_MINUTES / speed) * MINUTE_MS;
  if (isNear(startsAtMs, options)) return { sessionId, startsAtMs, shiftMs: 0, needsOpening };
  const shiftMs = options.hasArrivals(session.id) ? 0 : newStartMs - startsAtMs;
  return { sessionId, startsAtMs: newStartMs, shiftMs, needsOpening };
}

/**
 * Moves all sessions that are not closed by the same time, in an order in which none meets another.
 * @returns what to send, one `session:update` after the other
 */
export function moveSessions(
  sessions: readonly Session[],
  shiftMs: number,
): CommandInput<'session:update'>[] {
  const shift = (instant: string) => new Date(Date.parse(instant) + shiftMs).toISOString();
  const moved = sessions
    .filter((session) => session.closedAt === null)
    .map(({ id, name, startsAt, endsAt, lateAfter }) => ({
      sessionId: id,
      name,
      startsAt: shift(startsAt),
      endsAt: shift(endsAt),
      lateAfter: shift(lateAfter),
      expected: { name, startsAt, endsAt, lateAfter },
    }))
    .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  return shiftMs > 0 ? moved.reverse() : moved;
}

/** Whether people would come about now anyway. */
function isNear(startsAtMs: number, { nowMs, speed }: { nowMs: number; speed: number }): boolean {
  const plannedMinutes = ((startsAtMs - nowMs) / MINUTE_MS) * speed;
  return plannedMinutes > LEAD_MINUTES * 0.2 && plannedMinutes < LEAD_MINUTES * 1.2;
}
