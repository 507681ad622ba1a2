import type { ProgrammeState } from '#contract/programme.ts';
import type { Failure } from '../../_live/http-command.ts';
import { exceptionKey, exceptionsOf, type RoomException } from './exceptions.ts';
import {
  countsOf,
  passingHalls,
  withHeld,
  type HallFilter,
  type HallQuery,
} from './hall-filter.ts';
import { rowsOf, type HallRow } from './hall-row.ts';
import { withProgramme, type RoomFacts } from './room-facts.ts';
import type { WallGroup } from './wall-layout.ts';

/** Where a hall stands in list and wall; told by the page, the same all session long. */
export interface HallPlace {
  siteId: string;
  group: string;
}

/** The lists whose lines stay where they are while somebody points at them. */
export type HeldList = 'HALLS' | 'EXCEPTIONS';

export type RoomLink =
  | { kind: 'LOADING' }
  | { kind: 'LIVE' }
  /** The last facts known; the centre is being looked for. */
  | { kind: 'STALE' }
  | { kind: 'FAILED'; failure: Failure };

export interface RoomState {
  link: RoomLink;
  facts: RoomFacts | null;
  rows: ReadonlyMap<string, HallRow>;
  /** All halls, group by group: never changed by what halls do. */
  order: readonly string[];
  groups: readonly WallGroup[];
  counts: Record<HallFilter, number>;
  query: HallQuery;
  /** Ids in the list, after search and filter. */
  listed: readonly string[];
  exceptions: readonly RoomException[];
  held: Readonly<Record<HeldList, boolean>>;
  dismissed: ReadonlySet<string>;
  selectedSiteId: string | null;
  /** The hall whose live picture is open. */
  lookSiteId: string | null;
  selectedRequestId: string | null;
  /** Whom to call at one hall, once it was asked for. */
  contact: HallContact | null;
  /** The hall to which a message is being written. */
  messageSiteId: string | null;
}

export interface HallContact {
  siteId: string;
  name: string;
  phone: string;
}

export type RoomAction =
  | { type: 'FACTS'; facts: RoomFacts; link: RoomLink }
  | { type: 'PROGRAMME'; programme: ProgrammeState }
  | { type: 'FAILED'; failure: Failure }
  | { type: 'QUERY'; query: Partial<HallQuery> }
  | { type: 'SELECT'; siteId: string | null }
  | { type: 'LOOK'; siteId: string | null }
  | { type: 'CONTACT'; contact: HallContact | null }
  | { type: 'MESSAGE'; siteId: string | null }
  | { type: 'SELECT_REQUEST'; requestId: string | null }
  | { type: 'HOLD' | 'RELEASE'; list: HeldList }
  | { type: 'DISMISS'; exception: RoomException };

export const NO_QUERY: HallQuery = { search: '', filter: 'ALL' };

export function emptyRoom(query: HallQuery = NO_QUERY): RoomState {
  return {
    link: { kind: 'LOADING' },
    facts: null,
    rows: new Map(),
    order: [],
    groups: [],
    counts: countsOf(new Map()),
    query,
    listed: [],
    exceptions: [],
    held: { HALLS: false, EXCEPTIONS: false },
    dismissed: new Set(),
    selectedSiteId: null,
    lookSiteId: null,
    selectedRequestId: null,
    contact: null,
    messageSiteId: null,
  };
}

/** @param places where halls stand; halls that are not in it come last, in a group without a name */
export function createRoomReducer(places: readonly HallPlace[]) {
  return (state: RoomState, action: RoomAction): RoomState => {
    switch (action.type) {
      case 'FACTS':
        return withFacts({ ...state, link: action.link }, action.facts, places);
      case 'PROGRAMME': {
        if (!state.facts) return state;
        const facts = withProgramme(state.facts, action.programme);
        return facts === state.facts ? state : withFacts(state, facts, places);
      }
      case 'FAILED':
        return { ...state, link: { kind: 'FAILED', failure: action.failure } };
      case 'QUERY':
        // Another question is the reader's own wish: nothing is held against it.
        return relisted(state, { ...state.query, ...action.query });
      case 'SELECT':
        return state.selectedSiteId === action.siteId
          ? state
          : { ...state, selectedSiteId: action.siteId };
      case 'LOOK':
        return { ...state, lookSiteId: action.siteId };
      case 'CONTACT':
        return { ...state, contact: action.contact };
      case 'MESSAGE':
        return { ...state, messageSiteId: action.siteId };
      case 'SELECT_REQUEST':
        return { ...state, selectedRequestId: action.requestId };
      case 'HOLD':
        return { ...state, held: { ...state.held, [action.list]: true } };
      case 'RELEASE':
        return released(state, action.list);
      case 'DISMISS': {
        const dismissed = new Set(state.dismissed).add(exceptionKey(action.exception));
        const key = exceptionKey(action.exception);
        const exceptions = state.exceptions.filter((one) => exceptionKey(one) !== key);
        return { ...state, dismissed, exceptions };
      }
    }
  };
}

function withFacts(state: RoomState, told: RoomFacts, places: readonly HallPlace[]): RoomState {
  const facts = state.facts ? withProgramme(told, state.facts.programme) : told;
  const rows = rowsOf(facts, state.rows);
  const isSameHalls =
    rows.size === state.rows.size && [...rows.keys()].every((siteId) => state.rows.has(siteId));
  const groups = isSameHalls ? state.groups : groupsOf(facts, places);
  const order = isSameHalls ? state.order : groups.flatMap(({ siteIds }) => siteIds);
  const passing = passingHalls(rows, order, state.query);
  const dismissed = stillDismissed(state.dismissed, rows);
  const exceptions = exceptionsOf(rows, order, dismissed);
  return {
    ...state,
    facts,
    rows,
    groups,
    order,
    dismissed,
    counts: countsOf(rows),
    listed: kept(state.listed, withHeld(passing, state.held.HALLS ? state.listed : null)),
    exceptions: state.held.EXCEPTIONS ? heldExceptions(state.exceptions, exceptions) : exceptions,
    selectedRequestId: facts.queue.some(({ requestId }) => requestId === state.selectedRequestId)
      ? state.selectedRequestId
      : null,
  };
}

function relisted(state: RoomState, query: HallQuery): RoomState {
  const listed = passingHalls(state.rows, state.order, query);
  // An empty list leaves the page, and no pointer can leave it any more.
  const held = listed.length === 0 ? { ...state.held, HALLS: false } : state.held;
  return { ...state, query, listed, held };
}

function released(state: RoomState, list: HeldList): RoomState {
  if (!state.held[list]) return state;
  const held = { ...state.held, [list]: false };
  if (list === 'HALLS') return relisted({ ...state, held }, state.query);
  const exceptions = exceptionsOf(state.rows, state.order, state.dismissed);
  return { ...state, held, exceptions };
}

/** The same array when its content is the same: who shows it need not draw again. */
function kept(known: readonly string[], next: readonly string[]): readonly string[] {
  const isSame = known.length === next.length && known.every((siteId, at) => siteId === next[at]);
  return isSame ? known : next;
}

/** Lines keep their place, say what is wrong now, and go when nothing is; new ones come last. */
function heldExceptions(
  known: readonly RoomException[],
  next: readonly RoomException[],
): RoomException[] {
  const bySite = new Map(next.map((exception) => [exception.siteId, exception]));
  const stay = known.flatMap(({ siteId }) => bySite.get(siteId) ?? []);
  const staying = new Set(stay.map(({ siteId }) => siteId));
  return [...stay, ...next.filter(({ siteId }) => !staying.has(siteId))];
}

/** A dismissed trouble that ended may be told again when it returns. */
function stillDismissed(
  dismissed: ReadonlySet<string>,
  rows: ReadonlyMap<string, HallRow>,
): ReadonlySet<string> {
  if (dismissed.size === 0) return dismissed;
  const present = new Set<string>();
  for (const { hall, problem } of rows.values()) {
    if (problem !== null) {
      present.add(exceptionKey({ siteId: hall.siteId, problem, since: hall.since }));
    }
  }
  return new Set([...dismissed].filter((key) => present.has(key)));
}

function groupsOf(facts: RoomFacts, places: readonly HallPlace[]): WallGroup[] {
  const groups = new Map<string, string[]>();
  const placed = new Set<string>();
  const put = (group: string, siteId: string) => {
    placed.add(siteId);
    const own = groups.get(group);
    if (own) own.push(siteId);
    else groups.set(group, [siteId]);
  };
  for (const { siteId, group } of places) if (facts.halls.has(siteId)) put(group, siteId);
  for (const siteId of facts.halls.keys()) if (!placed.has(siteId)) put('', siteId);
  return [...groups].map(([name, siteIds]) => ({ name, siteIds }));
}
