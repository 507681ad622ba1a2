import type { CommandInput, CommandOutput } from '#contract/registry.ts';

type Session = CommandOutput<'device:self'>['sessions'][number];

export interface LiveSession {
  sessionId: string;
  startsAtMs: number;
  /** What to change before people come: nothing, or the times and the doors. */
  update: CommandInput<'session:update'> | null;
  needsOpening: boolean;
}

const MINUTE_MS = 60_000;
/** At speed 1 the first people come this long before the start. */
const LEAD_MINUTES = 25;

/**
 * Chooses the session to bring people to: the first with open doors, else the next that is not
 * closed. Its times move to now when nobody has come yet and it is over or still far away, so that
 * a demo opened at any hour shows people in time and not 50,000 late ones.
 * @returns null when the count of every session is closed
 */
export function chooseSession(options: {
  sessions: readonly Session[];
  nowMs: number;
  speed: number;
  hasArrivals(sessionId: string): boolean;
}): LiveSession | null {
  const countable = options.sessions.filter((session) => session.closedAt === null);
  const session = countable.find((entry) => entry.openedAt !== null) ?? countable[0];
  if (!session) return null;
  const startsAtMs = Date.parse(session.startsAt);
  const needsOpening = session.openedAt === null;
  if (options.hasArrivals(session.id) || isNear(startsAtMs, options)) {
    return { sessionId: session.id, startsAtMs, update: null, needsOpening };
  }
  const newStartMs = options.nowMs + (LEAD_MINUTES * MINUTE_MS) / options.speed;
  const shift = (instant: string) =>
    new Date(Date.parse(instant) + newStartMs - startsAtMs).toISOString();
  return {
    sessionId: session.id,
    startsAtMs: newStartMs,
    update: {
      sessionId: session.id,
      name: session.name,
      startsAt: shift(session.startsAt),
      endsAt: shift(session.endsAt),
      lateAfter: shift(session.lateAfter),
    },
    needsOpening,
  };
}

/** Whether people would come about now anyway. */
function isNear(startsAtMs: number, { nowMs, speed }: { nowMs: number; speed: number }): boolean {
  const plannedMinutes = ((startsAtMs - nowMs) / MINUTE_MS) * speed;
  return plannedMinutes > LEAD_MINUTES * 0.2 && plannedMinutes < LEAD_MINUTES * 1.4;
}
