import type { CheckInEvent, Receipt } from '#contract/check-in.ts';
import type { SessionRow, StoredCheckIn } from '#db/queries/check-in.ts';
import { foldAttendance, foldWalkIn, isDuplicate } from '#domain/attendance.ts';
import type { Attendance, AttendanceEvent, WalkIn } from '#domain/attendance.ts';
import type { Accepted, BatchFacts, Placed } from './batch.ts';

/** A door may begin this long before a session that nobody has opened yet. */
const EARLY_DOOR_MS = 4 * 3_600_000;
/** A door's corrected clock may be this far ahead of the server's. */
const CLOCK_AHEAD_MS = 10 * 60_000;
/** Nothing that concerns a session happens longer before its start. */
const CLOCK_BEHIND_MS = 24 * 3_600_000;

type RefusalCode = Extract<Receipt, { outcome: 'REFUSED' }>['code'];

/**
 * Decides event after event what becomes of it, against what is stored and what was accepted before
 * it in the same batch. Pure but for its own bookkeeping: the rows of its subjects are locked.
 */
export class Decider {
  readonly #facts: BatchFacts;
  readonly #byId: Map<string, StoredCheckIn>;
  readonly #bySubject = new Map<string, StoredCheckIn[]>();
  readonly accepted: Accepted[] = [];

  constructor(facts: BatchFacts) {
    this.#facts = facts;
    this.#byId = new Map(facts.stored.map((row) => [row.id, row]));
    for (const row of facts.stored) this.#remember(row);
  }

  /** @returns the row as stored, or why the event is refused */
  decide(placed: Placed): RefusalCode | StoredCheckIn {
    const { event, siteId } = placed;
    const { session } = this.#facts;
    const known = this.#byId.get(event.id);
    if (known) return isSameEvent(known, this.#rowOf(placed)) ? known : 'INVALID_EVENT';
    if (session?.conferenceId !== placed.conferenceId) return 'UNKNOWN_SESSION';
    const row = this.#rowOf(placed);
    if (row === null) return 'UNKNOWN_DELEGATE';
    if (isTooEarly(session, this.#facts.receivedAt)) return 'SESSION_NOT_OPEN';
    const misfit = this.#misfitOf(row, siteId);
    if (misfit) return misfit;
    return this.#accept(row, placed);
  }

  /** The subject's record as the events now stand. */
  attendanceOf(delegateId: string): Attendance {
    return foldAttendance(this.#foldedEvents(delegateId), this.#rule());
  }

  walkInOf(walkInId: string): WalkIn | null {
    return foldWalkIn(this.#foldedEvents(walkInId));
  }

  #accept(row: StoredCheckIn, placed: Placed): StoredCheckIn {
    const isAfterClosing = this.#facts.session?.closedAt !== null;
    const earlier = this.#foldedEvents(row.subjectId);
    const stored = {
      ...row,
      isAfterClosing,
      isDuplicate: !isAfterClosing && isDuplicate(toFoldEvent(row), earlier, this.#rule()),
    };
    this.#byId.set(row.id, stored);
    this.#remember(stored);
    this.accepted.push({ row: stored, actor: placed.actor });
    return stored;
  }

  /** The event as it would be stored; null when no such delegate takes part in the conference. */
  #rowOf(placed: Placed): StoredCheckIn | null {
    const { event } = placed;
    const subject = subjectOf(event, this.#facts.delegateIdByCode);
    if (subject === null) return null;
    const isKnown = subject.kind === 'WALK_IN' || this.#facts.rosterSiteIds.has(subject.id);
    if (!isKnown) return null;
    return {
      id: event.id,
      sessionId: this.#facts.sessionId,
      siteId: placed.siteId,
      subjectKind: subject.kind,
      subjectId: subject.id,
      kind: event.kind,
      method: event.method,
      happenedAt: this.#saneMoment(event),
      deviceAt: new Date(event.deviceAt),
      undoesId: event.undoesId ?? null,
      detail: event.detail,
      isDuplicate: false,
      isAfterClosing: false,
    };
  }

  /** A clock that is absurdly wrong tells nothing: the moment of arrival stands instead. */
  #saneMoment(event: CheckInEvent): Date {
    const { session, receivedAt } = this.#facts;
    const happenedAt = new Date(event.happenedAt);
    const isAhead = happenedAt.getTime() > receivedAt.getTime() + CLOCK_AHEAD_MS;
    const earliestMs = (session?.startsAt.getTime() ?? 0) - CLOCK_BEHIND_MS;
    // A hall may rehearse days before: then the moment of arrival is as early as the event.
    const isBehind = happenedAt.getTime() < Math.min(earliestMs, receivedAt.getTime());
    return isAhead || isBehind ? receivedAt : happenedAt;
  }

  #misfitOf(row: StoredCheckIn, siteId: string): RefusalCode | null {
    const isWalkIn = row.subjectKind === 'WALK_IN';
    if (row.kind === 'UNDO') return this.#undoMisfit(row, siteId);
    if (row.undoesId !== null) return 'INVALID_EVENT';
    if (isWalkIn !== (row.kind === 'WALK_IN')) return 'INVALID_EVENT';
    const namesAPerson = row.kind === 'WALK_IN' || row.kind === 'SUBSTITUTE';
    if (namesAPerson && !row.detail.personName) return 'INVALID_EVENT';
    if (isWalkIn) return this.#isElsewhere(row, siteId) ? 'INVALID_EVENT' : null;
    // Another hall's delegate may sit here; whether they are excused is for their own hall to say.
    const isOwn = this.#facts.rosterSiteIds.get(row.subjectId) === siteId;
    const isAbsence = row.kind === 'EXCUSED' || row.kind === 'UNEXCUSED';
    return isAbsence && !isOwn ? 'INVALID_EVENT' : null;
  }

  #undoMisfit(row: StoredCheckIn, siteId: string): RefusalCode | null {
    if (row.undoesId === null) return 'INVALID_EVENT';
    const target = this.#bySubject.get(row.subjectId)?.find((event) => event.id === row.undoesId);
    if (!target) return 'UNKNOWN_EVENT';
    if (target.kind === 'UNDO') return 'INVALID_EVENT';
    const isOwn = this.#facts.rosterSiteIds.get(row.subjectId) === siteId;
    return isOwn || target.siteId === siteId ? null : 'INVALID_EVENT';
  }

  /** A walk-in belongs to the hall where it was first written down. */
  #isElsewhere(row: StoredCheckIn, siteId: string): boolean {
    const [first] = this.#bySubject.get(row.subjectId) ?? [];
    return first !== undefined && first.siteId !== siteId;
  }

  #remember(row: StoredCheckIn): void {
    if (row.sessionId !== this.#facts.sessionId) return;
    const events = this.#bySubject.get(row.subjectId);
    if (events) events.push(row);
    else this.#bySubject.set(row.subjectId, [row]);
  }

  #foldedEvents(subjectId: string): AttendanceEvent[] {
    const events = this.#bySubject.get(subjectId) ?? [];
    return events.filter((row) => !row.isAfterClosing).map(toFoldEvent);
  }

  #rule() {
    return { lateAfterMs: this.#facts.session?.lateAfter.getTime() ?? null };
  }
}

function isTooEarly(session: SessionRow, receivedAt: Date): boolean {
  return (
    session.openedAt === null && session.startsAt.getTime() > receivedAt.getTime() + EARLY_DOOR_MS
  );
}

/** Whom an event is about: a delegate by id or by code, or a walk-in. */
export function subjectOf(
  event: CheckInEvent,
  delegateIdByCode: ReadonlyMap<string, string>,
): { kind: 'DELEGATE' | 'WALK_IN'; id: string } | null {
  const { subject } = event;
  switch (subject.kind) {
    case 'DELEGATE':
      return { kind: 'DELEGATE', id: subject.delegateId };
    case 'WALK_IN':
      return { kind: 'WALK_IN', id: subject.walkInId };
    case 'CODE': {
      const id = delegateIdByCode.get(subject.checkInCode);
      return id === undefined ? null : { kind: 'DELEGATE', id };
    }
  }
}

/**
 * Whether the same event came again. The corrected time is left out: the first one stands. So is the
 * device: one that was enrolled anew may still hold what it sent before, and the content is the same.
 */
function isSameEvent(stored: StoredCheckIn, given: StoredCheckIn | null): boolean {
  return given !== null && contentOf(stored) === contentOf(given);
}

function contentOf(row: StoredCheckIn): string {
  const { reason = '', personName = '', position = '', unitName = '' } = row.detail;
  return JSON.stringify([
    row.sessionId,
    row.siteId,
    row.subjectKind,
    row.subjectId,
    row.kind,
    row.method,
    row.deviceAt.getTime(),
    row.undoesId,
    [reason, personName, position, unitName],
  ]);
}

function toFoldEvent(row: StoredCheckIn): AttendanceEvent {
  const { reason = '', personName = '', position = '', unitName = '' } = row.detail;
  return {
    id: row.id,
    kind: row.kind,
    happenedAtMs: row.happenedAt.getTime(),
    undoesId: row.undoesId,
    siteId: row.siteId,
    reason,
    personName,
    position,
    unitName,
  };
}
