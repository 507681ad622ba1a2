import { toVietnamDate } from './text/date-format.ts';

/** Days of a conference, `yyyy-MM-dd` in Vietnam, both included. */
export interface ConferenceDays {
  startsOn: string;
  endsOn: string;
}

/** Times of one session (buổi), ms since 1970. */
export interface SessionTimes {
  startsAtMs: number;
  endsAtMs: number;
  /** A first check-in after this moment is late. */
  lateAfterMs: number;
}

/** Why a session's times cannot stand; each is an error code of the contract. */
export type SessionFault =
  'SESSION_TIMES_REVERSED' | 'SESSION_TOO_LONG' | 'SESSION_OUTSIDE_DAYS' | 'LATE_TIME_OUTSIDE';

/** buổi is half a day; nothing in one hall goes on for longer than this. */
const LONGEST_SESSION_MS = 14 * 60 * 60 * 1000;
/** Doors may count somebody as late before the programme begins, but not hours before. */
const EARLIEST_LATE_MS = 3 * 60 * 60 * 1000;

/** The first rule that a session's times break, null when they may stand. */
export function sessionFault(times: SessionTimes, days: ConferenceDays): SessionFault | null {
  const { startsAtMs, endsAtMs, lateAfterMs } = times;
  if (endsAtMs <= startsAtMs) return 'SESSION_TIMES_REVERSED';
  if (endsAtMs - startsAtMs > LONGEST_SESSION_MS) return 'SESSION_TOO_LONG';
  if (!isWithin(startsAtMs, days) || !isWithin(endsAtMs, days)) return 'SESSION_OUTSIDE_DAYS';
  const isLateInside = lateAfterMs >= startsAtMs - EARLIEST_LATE_MS && lateAfterMs <= endsAtMs;
  return isLateInside ? null : 'LATE_TIME_OUTSIDE';
}

/** Two sessions of one conference may touch, but not share a minute. */
export function doSessionsOverlap(
  left: Pick<SessionTimes, 'startsAtMs' | 'endsAtMs'>,
  right: Pick<SessionTimes, 'startsAtMs' | 'endsAtMs'>,
): boolean {
  return left.startsAtMs < right.endsAtMs && right.startsAtMs < left.endsAtMs;
}

/** `yyyy-MM-dd` of a moment, in Vietnam. */
export function dayOf(momentMs: number): string {
  const { year, month, day } = toVietnamDate(momentMs);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function isWithin(momentMs: number, { startsOn, endsOn }: ConferenceDays): boolean {
  const day = dayOf(momentMs);
  return day >= startsOn && day <= endsOn;
}

/** Where each agenda item begins: the session's start plus the durations before it. */
export function agendaStartsMs(
  startsAtMs: number,
  items: readonly { durationMinutes: number }[],
): number[] {
  let nextMs = startsAtMs;
  return items.map(({ durationMinutes }) => {
    const startMs = nextMs;
    nextMs += durationMinutes * 60_000;
    return startMs;
  });
}

/**
 * A list with one item at another place; places past the end mean the end.
 * @returns the same list when the item is not in it
 */
export function moveItem<T>(items: readonly T[], item: T, toIndex: number): T[] {
  const from = items.indexOf(item);
  if (from < 0) return [...items];
  const rest = items.filter((_, index) => index !== from);
  rest.splice(Math.min(toIndex, rest.length), 0, item);
  return rest;
}
