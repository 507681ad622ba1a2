import type { AttendanceState, CheckInEvent, Receipt, WalkInState } from '#contract/check-in.ts';
import type { LockedAttendance, SessionRow, StoredCheckIn } from '#db/queries/check-in.ts';
import type { AttendanceWrite, NewCheckIn, WalkInWrite } from '#db/queries/check-in.ts';
import type { Attendance, WalkIn } from '#domain/attendance.ts';
import { Decider, subjectOf } from './decide.ts';

/** Who sent an event; one of the two is set. */
export interface Sender {
  deviceId: string | null;
  accountId: string | null;
}

/** One request of one door, as it waits for its transaction. */
export interface Submission {
  sessionId: string;
  siteId: string;
  /** Of the hall; the session must belong to it. */
  conferenceId: string;
  actor: Sender;
  events: CheckInEvent[];
}

/** One event with the door that sent it. */
export interface Placed {
  event: CheckInEvent;
  siteId: string;
  conferenceId: string;
  actor: Sender;
}

/** What the transaction knows once it holds its locks. */
export interface BatchFacts {
  sessionId: string;
  session: SessionRow | null;
  delegateIdByCode: ReadonlyMap<string, string>;
  /** Hall of the roster, of every delegate of the conference among the subjects. */
  rosterSiteIds: ReadonlyMap<string, string>;
  stored: StoredCheckIn[];
  receivedAt: Date;
}

export interface Accepted {
  row: StoredCheckIn;
  actor: Sender;
}

/** The rows to write, and what to answer once they are committed. */
export interface BatchPlan {
  checkIns: NewCheckIn[];
  attendance: AttendanceWrite[];
  walkIns: WalkInWrite[];
  /** Makes the answers; `updatedAt` is the moment of change that the written records carry. */
  answer(updatedAt: Date): SubmissionAnswer[];
  /** Every record that changed, with the halls whose doors show it. */
  changes(updatedAt: Date): CheckInChange[];
}

export interface SubmissionAnswer {
  receipts: Receipt[];
  receivedAt: string;
  attendance: AttendanceState[];
  walkIns: WalkInState[];
}

export interface CheckInChange {
  siteIds: string[];
  attendance: AttendanceState | null;
  walkIn: WalkInState | null;
}

/** Plans one batch: submissions of one session, in their order of arrival. */
export function planBatch(
  submissions: readonly Submission[],
  facts: BatchFacts & { locked: readonly LockedAttendance[] },
): BatchPlan {
  const decider = new Decider(facts);
  const decided = submissions.map((submission) =>
    submission.events.map((event) => ({
      event,
      outcome: decider.decide({ event, ...submission }),
    })),
  );
  const { accepted } = decider;
  const folded = accepted.filter(({ row }) => !row.isAfterClosing).map(({ row }) => row);
  const delegateIds = subjectsOf(folded, 'DELEGATE');
  const walkInIds = subjectsOf(folded, 'WALK_IN');
  const states = createStates({ decider, facts, changed: new Set(delegateIds) });
  return {
    checkIns: accepted.map(({ row, actor }) => ({
      ...row,
      ...actor,
      receivedAt: facts.receivedAt,
    })),
    attendance: delegateIds.map((id) => toAttendanceWrite(id, decider.attendanceOf(id))),
    walkIns: walkInIds.flatMap((id) => toWalkInWrite(id, decider.walkInOf(id))),
    answer: (updatedAt) =>
      decided.map((outcomes) => answerOf({ outcomes, facts, states: states(updatedAt) })),
    changes: (updatedAt) => changesOf({ folded, facts, states: states(updatedAt) }),
  };
}

interface States {
  attendance(delegateId: string): AttendanceState;
  walkIn(walkInId: string): WalkInState | null;
}

function createStates(given: {
  decider: Decider;
  facts: { locked: readonly LockedAttendance[] };
  changed: ReadonlySet<string>;
}): (updatedAt: Date) => States {
  const { decider, facts, changed } = given;
  const before = new Map(facts.locked.map((row) => [row.delegateId, row.updatedAt]));
  return (updatedAt) => ({
    attendance: (id) => {
      const at = changed.has(id) ? updatedAt : (before.get(id) ?? updatedAt);
      return toAttendanceState({ delegateId: id, ...decider.attendanceOf(id), updatedAt: at });
    },
    walkIn: (id) => toWalkInState(id, decider.walkInOf(id)),
  });
}

function answerOf(given: {
  outcomes: { event: CheckInEvent; outcome: StoredCheckIn | string }[];
  facts: BatchFacts;
  states: States;
}): SubmissionAnswer {
  const { outcomes, facts, states } = given;
  const delegateIds = new Set<string>();
  const walkInIds = new Set<string>();
  for (const { event } of outcomes) {
    const subject = subjectOf(event, facts.delegateIdByCode);
    if (subject?.kind === 'WALK_IN') walkInIds.add(subject.id);
    else if (subject && facts.rosterSiteIds.has(subject.id)) delegateIds.add(subject.id);
  }
  const attendance = [...delegateIds].map((id) => states.attendance(id));
  const presentAtOf = new Map(attendance.map((state) => [state.delegateId, state.presentAt]));
  return {
    receipts: outcomes.map(({ event, outcome }) => toReceipt(event.id, outcome, presentAtOf)),
    receivedAt: facts.receivedAt.toISOString(),
    attendance,
    walkIns: [...walkInIds].flatMap((id) => states.walkIn(id) ?? []),
  };
}

function toReceipt(
  id: string,
  outcome: StoredCheckIn | string,
  presentAtOf: ReadonlyMap<string, string | null>,
): Receipt {
  if (typeof outcome === 'string') return { id, outcome: 'REFUSED', code: outcome } as Receipt;
  if (outcome.isAfterClosing) return { id, outcome: 'AFTER_CLOSING' };
  if (!outcome.isDuplicate) return { id, outcome: 'COUNTED' };
  return { id, outcome: 'DUPLICATE', presentAt: presentAtOf.get(outcome.subjectId) ?? null };
}

/** A record is shown by the doors of its roster's hall, and of every hall where it was marked. */
function changesOf(given: {
  folded: StoredCheckIn[];
  facts: BatchFacts;
  states: States;
}): CheckInChange[] {
  const { folded, facts, states } = given;
  const sitesOf = new Map<string, Set<string>>();
  for (const row of folded) sitesOf.set(row.subjectId, new Set());
  for (const row of [...facts.stored, ...folded]) sitesOf.get(row.subjectId)?.add(row.siteId);
  return [...sitesOf].map(([subjectId, siteIds]) => {
    const rosterSiteId = facts.rosterSiteIds.get(subjectId);
    if (rosterSiteId === undefined) {
      return { siteIds: [...siteIds], attendance: null, walkIn: states.walkIn(subjectId) };
    }
    const all = [...siteIds.add(rosterSiteId)];
    return { siteIds: all, attendance: states.attendance(subjectId), walkIn: null };
  });
}

function subjectsOf(rows: StoredCheckIn[], kind: 'DELEGATE' | 'WALK_IN'): string[] {
  return [...new Set(rows.filter((row) => row.subjectKind === kind).map((row) => row.subjectId))];
}

function toAttendanceWrite(delegateId: string, record: Attendance): AttendanceWrite {
  const { presentAtMs, leftEarlyAtMs, ...rest } = record;
  return {
    delegateId,
    ...rest,
    presentAt: toDate(presentAtMs),
    leftEarlyAt: toDate(leftEarlyAtMs),
  };
}

function toWalkInWrite(id: string, record: WalkIn | null): WalkInWrite[] {
  if (record?.siteId == null) return [];
  const { presentAtMs, siteId, personName, position, unitName, isUndone } = record;
  const presentAt = new Date(presentAtMs);
  return [{ id, siteId, personName, position, unitName, isUndone, presentAt }];
}

function toAttendanceState(
  record: Attendance & { delegateId: string; updatedAt: Date },
): AttendanceState {
  const { presentAtMs, leftEarlyAtMs, updatedAt, ...rest } = record;
  return {
    ...rest,
    presentAt: toDate(presentAtMs)?.toISOString() ?? null,
    leftEarlyAt: toDate(leftEarlyAtMs)?.toISOString() ?? null,
    updatedAt: updatedAt.toISOString(),
  };
}

function toWalkInState(walkInId: string, record: WalkIn | null): WalkInState | null {
  if (record === null) return null;
  const { presentAtMs, siteId: _siteId, ...rest } = record;
  return { walkInId, ...rest, presentAt: new Date(presentAtMs).toISOString() };
}

function toDate(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
