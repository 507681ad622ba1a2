import type { AttendanceState, Guest, WalkInState } from '#contract/check-in.ts';
import type { EventPayload } from '#contract/registry.ts';
import type { DoorSnapshot } from './door-store.ts';

/** The centre's last word on one hall in one session. Immutable: a new one for every change. */
export interface CentreState {
  states: ReadonlyMap<string, AttendanceState>;
  walkIns: ReadonlyMap<string, WalkInState>;
  guests: ReadonlyMap<string, Guest>;
  serverTime: string;
}

export const NO_WORD: CentreState = {
  states: new Map(),
  walkIns: new Map(),
  guests: new Map(),
  serverTime: new Date(0).toISOString(),
};

type Word = Pick<EventPayload<'door:changed'>, 'attendance' | 'walkIns'>;

/** Puts single states on top; of two of one delegate, the later one stands. */
export function withChanges(known: CentreState, { attendance, walkIns }: Word): CentreState {
  const states = new Map(known.states);
  for (const state of attendance) {
    const before = states.get(state.delegateId);
    if (!before || before.updatedAt <= state.updatedAt) states.set(state.delegateId, state);
  }
  const arrivals = new Map(known.walkIns);
  for (const walkIn of walkIns) arrivals.set(walkIn.walkInId, walkIn);
  return { ...known, states, walkIns: arrivals };
}

/** A whole snapshot replaces everything, but for states that an answer brought after it was read. */
export function withSnapshot(
  known: CentreState,
  snapshot: Pick<DoorSnapshot, 'attendance' | 'walkIns' | 'guests' | 'serverTime'>,
): CentreState {
  const newer = [...known.states.values()].filter(
    (state) => state.updatedAt >= snapshot.serverTime,
  );
  const fresh: CentreState = {
    states: new Map(snapshot.attendance.map((state) => [state.delegateId, state])),
    walkIns: new Map(snapshot.walkIns.map((walkIn) => [walkIn.walkInId, walkIn])),
    guests: new Map(snapshot.guests.map((guest) => [guest.id, guest])),
    serverTime: snapshot.serverTime,
  };
  return withChanges(fresh, { attendance: newer, walkIns: [] });
}

/** As it is kept on the machine. */
export function toSnapshot(
  place: { siteId: string; sessionId: string },
  state: CentreState,
): DoorSnapshot {
  return {
    ...place,
    attendance: [...state.states.values()],
    walkIns: [...state.walkIns.values()],
    guests: [...state.guests.values()],
    serverTime: state.serverTime,
  };
}
