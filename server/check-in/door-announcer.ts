import type { AttendanceState, WalkInState } from '#contract/check-in.ts';
import type { Streams } from '../socket/streams.ts';
import type { CheckInChange } from './batch.ts';

/** A second door shows what the first one did within a blink; a rush costs five messages a second. */
const GATHER_MS = 200;

interface Gathered {
  siteId: string;
  sessionId: string;
  attendance: Map<string, AttendanceState>;
  walkIns: Map<string, WalkInState>;
}

/** The stream of one hall's attendance in one session. */
export function doorStream(place: { siteId: string; sessionId: string }): string {
  return `door:${place.siteId}:${place.sessionId}`;
}

/** Tells the doors of a hall what changed, gathered: the newest state of each person, once. */
export class DoorAnnouncer {
  readonly #streams: Streams;
  readonly #gathered = new Map<string, Gathered>();
  #timer: NodeJS.Timeout | null = null;

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  add(sessionId: string, changes: readonly CheckInChange[]): void {
    for (const change of changes) {
      for (const siteId of change.siteIds) this.#gather({ siteId, sessionId }, change);
    }
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  /** Sends what is gathered now. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const gathered = [...this.#gathered];
    this.#gathered.clear();
    for (const [stream, { siteId, sessionId, attendance, walkIns }] of gathered) {
      this.#streams.publish(stream, 'door:changed', {
        siteId,
        sessionId,
        attendance: [...attendance.values()],
        walkIns: [...walkIns.values()],
      });
    }
  }

  #gather(place: { siteId: string; sessionId: string }, change: CheckInChange): void {
    const stream = doorStream(place);
    let entry = this.#gathered.get(stream);
    if (!entry) {
      entry = { ...place, attendance: new Map(), walkIns: new Map() };
      this.#gathered.set(stream, entry);
    }
    const { attendance, walkIn } = change;
    if (walkIn) entry.walkIns.set(walkIn.walkInId, walkIn);
    if (!attendance) return;
    // Two lanes may announce in another order than they committed.
    const known = entry.attendance.get(attendance.delegateId);
    if (known && known.updatedAt > attendance.updatedAt) return;
    entry.attendance.set(attendance.delegateId, attendance);
  }
}
