import type { CommandOutput } from '#contract/registry.ts';

export type DoorSession = CommandOutput<'device:self'>['sessions'][number];

/**
 * The session that a door works for: the clerk's own choice while it lasts; else the one that is
 * open; else the nearest by time, so that a door opened early is at the right place.
 */
export function chooseSession(
  sessions: readonly DoorSession[],
  { nowMs, chosenId }: { nowMs: number; chosenId: string | null },
): DoorSession | null {
  const chosen = sessions.find((session) => session.id === chosenId);
  if (chosen) return chosen;
  const open = sessions.filter((session) => session.openedAt && !session.closedAt);
  const candidates = open.length > 0 ? open : sessions.filter((session) => !session.closedAt);
  const pool = candidates.length > 0 ? candidates : sessions;
  return [...pool].sort((a, b) => distanceMs(a, nowMs) - distanceMs(b, nowMs))[0] ?? null;
}

/** 0 while it runs; else how far its nearer end is. A door looks forward: what is over counts twice. */
function distanceMs(session: DoorSession, nowMs: number): number {
  const startsMs = Date.parse(session.startsAt);
  const endsMs = Date.parse(session.endsAt);
  if (nowMs < startsMs) return startsMs - nowMs;
  return 2 * Math.max(0, nowMs - endsMs);
}
