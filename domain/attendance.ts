/**
 * tình trạng tham dự: what the appended check-ins of one delegate in one session add up to. A pure
 * function of the SET of events, ordered by corrected time then id, never by arrival: any door may
 * deliver any event at any time, in any batch, any number of times.
 */

export const CHECK_IN_KINDS = [
  'PRESENT',
  'SUBSTITUTE',
  'EXCUSED',
  'UNEXCUSED',
  'LEFT_EARLY',
  'WALK_IN',
  'UNDO',
] as const;
export type CheckInKind = (typeof CHECK_IN_KINDS)[number];

export const ATTENDANCE_STATUSES = ['PRESENT', 'EXCUSED', 'UNEXCUSED', 'UNMARKED'] as const;
export type AttendanceStatus = (typeof ATTENDANCE_STATUSES)[number];

/** One check-in as the fold needs it. Texts are '' where the event carries none. */
export interface AttendanceEvent {
  id: string;
  kind: CheckInKind;
  /** Corrected time of the door, in ms since 1970. */
  happenedAtMs: number;
  /** UNDO: the event it takes back. */
  undoesId: string | null;
  /** The hall whose door recorded it. */
  siteId: string | null;
  reason: string;
  personName: string;
  position: string;
  unitName: string;
}

export interface Attendance {
  status: AttendanceStatus;
  presentAtMs: number | null;
  /** The hall where the delegate was first counted. */
  presentSiteId: string | null;
  isLate: boolean;
  isSubstitute: boolean;
  leftEarlyAtMs: number | null;
  reason: string;
  substituteName: string;
  /** The event that made the status, which an undo names; null while unmarked. */
  decidingCheckInId: string | null;
}

export interface AttendanceRule {
  /** A first check-in after this moment is late; null where lateness is not judged. */
  lateAfterMs: number | null;
}

export const UNMARKED: Attendance = {
  status: 'UNMARKED',
  presentAtMs: null,
  presentSiteId: null,
  isLate: false,
  isSubstitute: false,
  leftEarlyAtMs: null,
  reason: '',
  substituteName: '',
  decidingCheckInId: null,
};

/**
 * Folds one delegate's events of one session.
 * Own presence beats a substitute, which beats excused, which beats unexcused; `presentAtMs` is the
 * earliest event of the winning kind. Leaving early counts until the delegate is seen again.
 */
export function foldAttendance(
  events: readonly AttendanceEvent[],
  rule: AttendanceRule,
): Attendance {
  const effective = effectiveEvents(events);
  const ofKind = (kind: CheckInKind) => effective.filter((event) => event.kind === kind);
  const own = ofKind('PRESENT');
  const substitutes = ofKind('SUBSTITUTE');
  const [first] = own.length > 0 ? own : substitutes;
  if (first) {
    const isSubstitute = own.length === 0;
    return {
      status: 'PRESENT',
      presentAtMs: first.happenedAtMs,
      presentSiteId: first.siteId,
      isLate: rule.lateAfterMs !== null && first.happenedAtMs > rule.lateAfterMs,
      isSubstitute,
      leftEarlyAtMs: leftEarlyAt(effective),
      reason: '',
      substituteName: isSubstitute ? lastText(substitutes, 'personName') : '',
      decidingCheckInId: first.id,
    };
  }
  return foldAbsence(ofKind('EXCUSED'), ofKind('UNEXCUSED'));
}

function foldAbsence(excused: AttendanceEvent[], unexcused: AttendanceEvent[]): Attendance {
  const lastExcused = excused.at(-1);
  const deciding = lastExcused ?? unexcused.at(-1);
  if (!deciding) return UNMARKED;
  return {
    ...UNMARKED,
    status: lastExcused ? 'EXCUSED' : 'UNEXCUSED',
    reason: lastText(excused, 'reason'),
    decidingCheckInId: deciding.id,
  };
}

/** What a person outside the summons list adds up to; counted beside the percentage. */
export interface WalkIn {
  personName: string;
  position: string;
  unitName: string;
  presentAtMs: number;
  siteId: string | null;
  isUndone: boolean;
  /** The event that an undo names; null once undone. */
  decidingCheckInId: string | null;
}

/** Folds one walk-in's events; null while none of them is a WALK_IN. The last wording stands. */
export function foldWalkIn(events: readonly AttendanceEvent[]): WalkIn | null {
  const arrivals = inOrder(events).filter((event) => event.kind === 'WALK_IN');
  const effective = effectiveEvents(events).filter((event) => event.kind === 'WALK_IN');
  const standing = effective.length > 0 ? effective : arrivals;
  const [first] = standing;
  const last = standing.at(-1);
  if (!first || !last) return null;
  return {
    personName: last.personName,
    position: last.position,
    unitName: last.unitName,
    presentAtMs: first.happenedAtMs,
    siteId: first.siteId,
    isUndone: effective.length === 0,
    decidingCheckInId: effective[0]?.id ?? null,
  };
}

/**
 * Whether the record with the event says what the record without it says. Which of two equal events
 * decides is no difference: the figures and the times are the same.
 */
export function isDuplicate(
  event: AttendanceEvent,
  events: readonly AttendanceEvent[],
  rule: AttendanceRule,
): boolean {
  const others = events.filter((other) => other.id !== event.id);
  const all = [...others, event];
  return (
    isSame(foldAttendance(all, rule), foldAttendance(others, rule)) &&
    isSame(foldWalkIn(all), foldWalkIn(others))
  );
}

/** The figures of a group; `summoned = present + excused + unexcused + unmarked` by construction. */
export interface AttendanceTally {
  summoned: number;
  present: number;
  excused: number;
  unexcused: number;
  unmarked: number;
  /** Subsets of `present`. */
  late: number;
  substitute: number;
  leftEarly: number;
}

/** Adds up the records of everybody summoned; a delegate without a record is passed as `UNMARKED`. */
export function tallyAttendance(
  records: Iterable<
    Pick<Attendance, 'status' | 'isLate' | 'isSubstitute'> & { leftEarlyAtMs: number | null }
  >,
): AttendanceTally {
  const tally: AttendanceTally = {
    summoned: 0,
    present: 0,
    excused: 0,
    unexcused: 0,
    unmarked: 0,
    late: 0,
    substitute: 0,
    leftEarly: 0,
  };
  for (const record of records) {
    tally.summoned += 1;
    tally[FIGURE_OF[record.status]] += 1;
    if (record.isLate) tally.late += 1;
    if (record.isSubstitute) tally.substitute += 1;
    if (record.leftEarlyAtMs !== null) tally.leftEarly += 1;
  }
  return tally;
}

const FIGURE_OF = {
  PRESENT: 'present',
  EXCUSED: 'excused',
  UNEXCUSED: 'unexcused',
  UNMARKED: 'unmarked',
} as const satisfies Record<AttendanceStatus, keyof AttendanceTally>;

/** In the fold's order, without repeats, without the undos and what they take back. */
function effectiveEvents(events: readonly AttendanceEvent[]): AttendanceEvent[] {
  const undone = new Set<string | null>();
  for (const event of events) if (event.kind === 'UNDO') undone.add(event.undoesId);
  return inOrder(events).filter((event) => event.kind !== 'UNDO' && !undone.has(event.id));
}

function inOrder(events: readonly AttendanceEvent[]): AttendanceEvent[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  return [...byId.values()].sort(
    (a, b) => a.happenedAtMs - b.happenedAtMs || (a.id < b.id ? -1 : 1),
  );
}

/** The first leaving after the last time the delegate (or the substitute) was seen. */
function leftEarlyAt(effective: AttendanceEvent[]): number | null {
  const seen = effective.filter((event) => MOVEMENTS.has(event.kind));
  let at: number | null = null;
  for (const event of seen) {
    if (event.kind !== 'LEFT_EARLY') at = null;
    else at ??= event.happenedAtMs;
  }
  return at;
}

const MOVEMENTS: ReadonlySet<CheckInKind> = new Set(['PRESENT', 'SUBSTITUTE', 'LEFT_EARLY']);

function lastText(events: AttendanceEvent[], field: 'reason' | 'personName'): string {
  return events.findLast((event) => event[field] !== '')?.[field] ?? '';
}

function isSame(left: Attendance | WalkIn | null, right: Attendance | WalkIn | null): boolean {
  const said = (record: Attendance | WalkIn | null) =>
    JSON.stringify(record && { ...record, decidingCheckInId: null });
  return said(left) === said(right);
}
