import type { AttendanceState, DoorDelegate, Guest, WalkInState } from '#contract/check-in.ts';
import { foldAttendance, foldWalkIn, tallyAttendance, UNMARKED } from '#domain/attendance.ts';
import type { Attendance, AttendanceEvent, AttendanceTally } from '#domain/attendance.ts';
import { toNameSearchEntry, type NameSearchEntry } from '#domain/text/name-search.ts';
import type { OutboxEntry } from './door-store.ts';

/** Where the newest word on a person is: only on this machine, or at the centre. */
export type Mark = 'none' | 'recorded' | 'delivered';

export interface DoorPerson {
  delegate: DoorDelegate;
  fullName: string;
  search: NameSearchEntry;
  attendance: Attendance;
  mark: Mark;
}

export interface DoorWalkIn {
  walkInId: string;
  personName: string;
  position: string;
  unitName: string;
  presentAtMs: number;
  decidingCheckInId: string | null;
  mark: Mark;
}

/** A delegate of another hall who was counted at this door; `delegate` is null until the centre told. */
export interface DoorGuest {
  key: string;
  delegate: Guest | null;
  checkInCode: string | null;
  attendance: Attendance;
  mark: Mark;
}

export interface DoorView {
  people: DoorPerson[];
  byId: ReadonlyMap<string, DoorPerson>;
  byCode: ReadonlyMap<string, DoorPerson>;
  walkIns: DoorWalkIn[];
  guests: DoorGuest[];
  tally: AttendanceTally;
}

export interface DoorFacts {
  siteId: string;
  delegates: readonly DoorDelegate[];
  states: ReadonlyMap<string, AttendanceState>;
  walkIns: ReadonlyMap<string, WalkInState>;
  guests: ReadonlyMap<string, Guest>;
  /** Of this hall and session, not yet at the centre. */
  undelivered: readonly OutboxEntry[];
  lateAfterMs: number | null;
}

const searchEntries = new WeakMap<DoorDelegate, NameSearchEntry>();

/** What the door shows: the centre's last word with this machine's undelivered events on top. */
export function viewOf(facts: DoorFacts): DoorView {
  const waiting = groupBySubject(facts.undelivered);
  const people = facts.delegates.map((delegate) => toPerson(delegate, { facts, waiting }));
  return {
    people,
    byId: new Map(people.map((person) => [person.delegate.id, person])),
    byCode: new Map(people.map((person) => [person.delegate.checkInCode, person])),
    walkIns: walkInsOf(facts, waiting),
    guests: guestsOf(facts, waiting),
    tally: tallyAttendance(people.map((person) => person.attendance)),
  };
}

type Waiting = ReadonlyMap<string, AttendanceEvent[]>;

function toPerson(
  delegate: DoorDelegate,
  { facts, waiting }: { facts: DoorFacts; waiting: Waiting },
): DoorPerson {
  const fullName = `${delegate.familyName} ${delegate.givenName}`.trim();
  let search = searchEntries.get(delegate);
  if (!search) searchEntries.set(delegate, (search = toNameSearchEntry(fullName)));
  const state = facts.states.get(delegate.id);
  const events = waiting.get(delegate.id);
  const attendance = foldOver(state, { events, lateAfterMs: facts.lateAfterMs });
  return { delegate, fullName, search, attendance, mark: markOf(attendance, events) };
}

/** The centre's state as the events that would lead to it, with the undelivered ones after them. */
export function foldOver(
  state: AttendanceState | undefined,
  given: { events: AttendanceEvent[] | undefined; lateAfterMs: number | null },
): Attendance {
  if (!given.events) return state ? toAttendance(state) : UNMARKED;
  const said = state ? eventsOf(state) : [];
  return foldAttendance([...said, ...given.events], { lateAfterMs: given.lateAfterMs });
}

function toAttendance(state: AttendanceState): Attendance {
  const { status, presentSiteId, isLate, isSubstitute, reason, substituteName } = state;
  return {
    status,
    presentAtMs: toMs(state.presentAt),
    presentSiteId,
    isLate,
    isSubstitute,
    leftEarlyAtMs: toMs(state.leftEarlyAt),
    reason,
    substituteName,
    decidingCheckInId: state.decidingCheckInId,
  };
}

function eventsOf(state: AttendanceState): AttendanceEvent[] {
  const id = state.decidingCheckInId;
  if (state.status === 'UNMARKED' || id === null) return [];
  const happenedAtMs = toMs(state.presentAt) ?? toMs(state.updatedAt) ?? 0;
  const kind =
    state.status === 'PRESENT' ? (state.isSubstitute ? 'SUBSTITUTE' : 'PRESENT') : state.status;
  const deciding: AttendanceEvent = {
    ...BLANK,
    id,
    kind,
    happenedAtMs,
    siteId: state.presentSiteId,
    reason: state.reason,
    personName: state.substituteName,
  };
  const leftAtMs = toMs(state.leftEarlyAt);
  if (leftAtMs === null) return [deciding];
  return [deciding, { ...BLANK, id: `${id}/left`, kind: 'LEFT_EARLY', happenedAtMs: leftAtMs }];
}

const BLANK = {
  undoesId: null,
  siteId: null,
  reason: '',
  personName: '',
  position: '',
  unitName: '',
};

function walkInsOf(facts: DoorFacts, waiting: Waiting): DoorWalkIn[] {
  const ids = new Set(facts.walkIns.keys());
  for (const { event } of facts.undelivered) {
    if (event.subject.kind === 'WALK_IN') ids.add(event.subject.walkInId);
  }
  const shown: DoorWalkIn[] = [];
  for (const walkInId of ids) {
    const events = waiting.get(walkInId);
    const record = foldWalkIn([...arrivalOf(facts.walkIns.get(walkInId)), ...(events ?? [])]);
    if (!record || record.isUndone) continue;
    const { personName, position, unitName, presentAtMs, decidingCheckInId } = record;
    const mark = events ? 'recorded' : 'delivered';
    shown.push({
      walkInId,
      personName,
      position,
      unitName,
      presentAtMs,
      decidingCheckInId,
      mark,
    });
  }
  return shown.sort((a, b) => b.presentAtMs - a.presentAtMs);
}

function arrivalOf(state: WalkInState | undefined): AttendanceEvent[] {
  if (!state || state.isUndone || state.decidingCheckInId === null) return [];
  const { personName, position, unitName, decidingCheckInId: id } = state;
  const happenedAtMs = Date.parse(state.presentAt);
  return [{ ...BLANK, id, kind: 'WALK_IN', happenedAtMs, personName, position, unitName }];
}

/** Delegates who are not on this hall's list and were counted here, by id or still by their code. */
function guestsOf(facts: DoorFacts, waiting: Waiting): DoorGuest[] {
  const own = new Set(facts.delegates.map((delegate) => delegate.id));
  const keys = new Set<string>();
  for (const state of facts.states.values())
    if (!own.has(state.delegateId)) keys.add(state.delegateId);
  for (const { event } of facts.undelivered) {
    const key = subjectKey(event.subject);
    if (event.subject.kind !== 'WALK_IN' && !own.has(key)) keys.add(key);
  }
  const shown: DoorGuest[] = [];
  for (const key of keys) {
    const events = waiting.get(key);
    const { lateAfterMs } = facts;
    const attendance = foldOver(facts.states.get(key), { events, lateAfterMs });
    const isHere = attendance.presentSiteId === facts.siteId;
    if (attendance.status !== 'PRESENT' || !isHere) continue;
    const checkInCode = key.startsWith('code:') ? key.slice('code:'.length) : null;
    const mark = markOf(attendance, events);
    shown.push({ key, delegate: facts.guests.get(key) ?? null, checkInCode, attendance, mark });
  }
  return shown;
}

function markOf(attendance: Attendance, events: AttendanceEvent[] | undefined): Mark {
  if (events) return 'recorded';
  return attendance.status === 'UNMARKED' ? 'none' : 'delivered';
}

function groupBySubject(entries: readonly OutboxEntry[]): Waiting {
  const groups = new Map<string, AttendanceEvent[]>();
  for (const entry of entries) {
    const key = subjectKey(entry.event.subject);
    const events = groups.get(key) ?? [];
    events.push(toFoldEvent(entry));
    groups.set(key, events);
  }
  return groups;
}

/** The id of who an event is about; a code that only the centre can resolve stands for itself. */
export function subjectKey(subject: OutboxEntry['event']['subject']): string {
  switch (subject.kind) {
    case 'DELEGATE':
      return subject.delegateId;
    case 'WALK_IN':
      return subject.walkInId;
    case 'CODE':
      return `code:${subject.checkInCode}`;
  }
}

function toFoldEvent({ id, siteId, event }: OutboxEntry): AttendanceEvent {
  const { reason = '', personName = '', position = '', unitName = '' } = event.detail;
  return {
    id,
    kind: event.kind,
    happenedAtMs: Date.parse(event.happenedAt),
    undoesId: event.undoesId ?? null,
    siteId,
    reason,
    personName,
    position,
    unitName,
  };
}

function toMs(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}
