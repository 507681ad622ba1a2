import type { HallReport, HallState } from '#contract/hall.ts';
import type { Db, Tx } from '#db/client.ts';
import { WATCH_REPORT_EVERY_MS } from '#domain/following.ts';
import type { WatchReport } from '#domain/following.ts';
import type { Slot, SoundSlot } from '#domain/programme.ts';
import { listHalls } from '#db/queries/hall-line.ts';
import type { Logger } from '../logger.ts';
import type { Streams } from '../socket/streams.ts';
import { ControlRoom } from './control-room.ts';
import type { Directed } from './direction.ts';
import { readHallStates } from './hall-views.ts';
import type { SessionPlace } from './hall-views.ts';
import { SessionFacts } from './session-facts.ts';
import type { LineStanding, Still, Tracks } from './session-facts.ts';

/** One event of stills a second at most. */
const STILLS_EVERY_MS = 1_000;

export function programmeStream(sessionId: string): string {
  return `programme:${sessionId}`;
}
export function hallStream(place: { sessionId: string; siteId: string }): string {
  return `hall:${place.sessionId}:${place.siteId}`;
}
export function levelsStream(sessionId: string): string {
  return `control-room-levels:${sessionId}`;
}
export function stillsStream(sessionId: string): string {
  return `control-room-stills:${sessionId}`;
}

export interface SessionOnAirParts extends SessionPlace {
  db: Db;
  streams: Streams;
  log: Logger;
  now(): Date;
  isInStep(): boolean;
}

/**
 * One session in progress: its facts, the latest programme, and who must be told what. Truth is the
 * database's; this forgets nothing that a restart would not find again.
 */
export class SessionOnAir {
  readonly sessionId: string;
  readonly conferenceId: string;
  readonly facts = new SessionFacts();
  readonly room: ControlRoom;
  readonly #parts: SessionOnAirParts;
  readonly #changedHalls = new Set<string>();
  readonly #changedStills = new Set<string>();
  #latest: Directed;
  #isTelling = false;
  #stillsTimer: NodeJS.Timeout | null = null;
  #watchTimer: NodeJS.Timeout | null = null;

  constructor(parts: SessionOnAirParts, latest: Directed) {
    this.#parts = parts;
    this.sessionId = parts.sessionId;
    this.conferenceId = parts.conferenceId;
    this.room = new ControlRoom({ ...parts, facts: this.facts });
    this.#latest = latest;
    this.facts.want(latest.direction.slots);
  }

  get latest(): Directed {
    return this.#latest;
  }

  /** Call after the commit. An older programme never replaces a newer one. */
  programmeChanged(changed: Directed): void {
    const earlier = this.#latest;
    if (changed.programme.number <= earlier.programme.number) return;
    this.#latest = changed;
    this.room.markSlots(this.facts.want(changed.direction.slots));
    this.#parts.streams.publish(programmeStream(this.sessionId), 'programme:changed', {
      programme: changed.programme,
    });
    this.hallsChanged([...sitesOf(earlier), ...sitesOf(changed)]);
  }

  /** Call after the commit of anything in these halls' states. */
  hallsChanged(siteIds: Iterable<string>): void {
    const changed = [...new Set(siteIds)];
    for (const siteId of changed) this.#changedHalls.add(siteId);
    this.room.markRows(changed);
    this.#tellHalls();
  }

  /** Call after the commit of a change to the queue; halls that wait learn their new place. */
  queueChanged(siteIds: Iterable<string>): void {
    this.hallsChanged(siteIds);
    this.room.markQueue();
  }

  /** Call after the commit: the watch page opened, closed or moved, for every hall. */
  async watchChanged(): Promise<void> {
    const { db, log } = this.#parts;
    const { sessionId, conferenceId } = this;
    try {
      for (const { siteId } of await listHalls(db, { sessionId, conferenceId })) {
        this.#changedHalls.add(siteId);
      }
      this.#tellHalls();
    } catch (error) {
      log.warn({ name: (error as Error).name }, 'halls were not told of the watch page');
    }
  }

  setStanding(siteId: string, line: LineStanding['line']): void {
    const isNews = this.facts.setStanding(siteId, { line, since: this.#parts.now() });
    if (isNews) this.room.markFacts(siteId);
  }

  setReport(siteId: string, report: HallReport): void {
    this.facts.reports.set(siteId, report);
    this.room.markFacts(siteId);
  }

  /** What the watch page on a machine of the hall says; null: it was closed. */
  setWatch(place: { siteId: string; machine: string }, report: WatchReport | null): void {
    const { siteId } = place;
    const before = this.facts.watchOf(siteId);
    this.facts.setWatch(place, report, this.#parts.now().getTime());
    const now = this.facts.watchOf(siteId);
    if (before?.condition !== now?.condition || before?.step !== now?.step) {
      this.room.markFacts(siteId);
    }
    this.#forgetWatchesLater();
  }

  /** A page that is switched off says nothing more: its silence is looked for. */
  #forgetWatchesLater(): void {
    if (!this.facts.hasWatches) return;
    this.#watchTimer ??= setTimeout(() => {
      this.#watchTimer = null;
      this.forgetSilentWatches();
      this.#forgetWatchesLater();
    }, WATCH_REPORT_EVERY_MS).unref();
  }

  /** A page that is switched off says no word of it. */
  forgetSilentWatches(): void {
    const silent = this.facts.forgetOldWatches(this.#parts.now().getTime());
    for (const siteId of silent) this.room.markFacts(siteId);
  }

  setTracks(sourceId: string, tracks: Tracks): void {
    this.facts.setTracks(sourceId, tracks);
    const siteId = this.facts.siteOfSource.get(sourceId);
    if (siteId) this.room.markFacts(siteId);
  }

  /** Call after the commit: the hall offers that source, perhaps for the first time. */
  sourceKept({ sourceId, siteId }: { sourceId: string; siteId: string }): void {
    this.facts.siteOfSource.set(sourceId, siteId);
    this.hallsChanged([siteId]);
  }

  setWanted({ sourceId, siteId }: { sourceId: string; siteId: string }, isWanted: boolean): void {
    if (isWanted) this.facts.wantedSourceIds.add(sourceId);
    else this.facts.wantedSourceIds.delete(sourceId);
    this.#changedHalls.add(siteId);
    this.#tellHalls();
  }

  setStill(siteId: string, still: string): void {
    this.facts.stills.set(siteId, { still, takenAt: this.#parts.now() });
    this.#changedStills.add(siteId);
    this.#stillsTimer ??= setTimeout(() => this.#tellStills(), STILLS_EVERY_MS).unref();
  }

  slotCut(slot: Slot, sourceId: string | null): void {
    this.facts.cut(slot, sourceId);
    this.room.markSlots([slot]);
  }

  slotFailed(slot: Slot, sourceId: string): void {
    this.facts.fail(slot, sourceId);
    this.room.markSlots([slot]);
  }

  slotStarved(slot: Slot, sourceId: string): void {
    this.facts.starve(slot, sourceId);
    this.room.markSlots([slot]);
  }

  /** Call after the commit of a programme that gave the slot up because its source ended. */
  slotEnded(slot: Slot, sourceId: string): void {
    this.facts.end(slot, sourceId);
    this.room.markSlots([slot]);
  }

  tellLevels(slots: Partial<Record<SoundSlot, number>>): void {
    const stream = levelsStream(this.sessionId);
    if (this.#parts.streams.subscribers(stream) === 0) return;
    const levels = Object.entries(slots).map(([slot, dbov]) => ({ slot: slot as SoundSlot, dbov }));
    this.#parts.streams.publish(stream, 'control-room:levels', {
      sessionId: this.sessionId,
      levels,
    });
  }

  stills(): { siteId: string; still: string; takenAt: string }[] {
    return [...this.facts.stills].map(toStill);
  }

  /** @returns null when the conference has no such hall */
  async readHall(tx: Tx, siteId: string): Promise<HallState | null> {
    return (await this.#readHalls(tx, [siteId]))[0] ?? null;
  }

  /** Whether somebody follows it by socket, other than its halls. */
  isFollowed(): boolean {
    const { streams } = this.#parts;
    return [programmeStream, stillsStream, levelsStream].some(
      (streamOf) => streams.subscribers(streamOf(this.sessionId)) > 0,
    );
  }

  close(): void {
    this.room.close();
    if (this.#stillsTimer) clearTimeout(this.#stillsTimer);
    if (this.#watchTimer) clearTimeout(this.#watchTimer);
  }

  #readHalls(tx: Tx, siteIds: string[]): Promise<HallState[]> {
    const { sessionId, conferenceId, facts } = this;
    const { onAir } = this.#latest;
    return readHallStates(tx, { sessionId, conferenceId, siteIds, facts, onAir });
  }

  /** At once, because a source that is wanted waits for it; one reading at a time gathers the rest. */
  #tellHalls(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    void this.#tellChangedHalls();
  }

  async #tellChangedHalls(): Promise<void> {
    const { streams, db, log } = this.#parts;
    const streamOf = (siteId: string) => hallStream({ sessionId: this.sessionId, siteId });
    // A turn later, so that one change that marks many halls reads them together.
    await Promise.resolve();
    while (this.#changedHalls.size > 0) {
      const followed = [...this.#changedHalls].filter((id) => streams.subscribers(streamOf(id)));
      this.#changedHalls.clear();
      if (followed.length === 0) continue;
      try {
        for (const hall of await this.#readHalls(db, followed)) {
          streams.publish(streamOf(hall.siteId), 'hall:changed', { hall });
        }
      } catch (error) {
        log.warn({ name: (error as Error).name }, 'halls were not told of a change');
        for (const siteId of followed) streams.skip(streamOf(siteId));
      }
    }
    this.#isTelling = false;
  }

  #tellStills(): void {
    this.#stillsTimer = null;
    const siteIds = [...this.#changedStills];
    this.#changedStills.clear();
    const stream = stillsStream(this.sessionId);
    if (this.#parts.streams.subscribers(stream) === 0) return;
    const stills = siteIds.flatMap((siteId) => {
      const still = this.facts.stills.get(siteId);
      return still ? [toStill([siteId, still])] : [];
    });
    this.#parts.streams.publish(stream, 'control-room:stills-changed', {
      sessionId: this.sessionId,
      stills,
    });
  }
}

function toStill([siteId, { still, takenAt }]: [string, Still]) {
  return { siteId, still, takenAt: takenAt.toISOString() };
}

function sitesOf({ onAir, programme }: Directed): string[] {
  const main = programme.mainSiteId ? [programme.mainSiteId] : [];
  return [...onAir.pictureSiteIds, ...onAir.soundSiteIds, ...main];
}
