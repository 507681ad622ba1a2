import type { SlotState } from '#contract/control-room.ts';
import type { HallReport } from '#contract/hall.ts';
import { SLOTS } from '#domain/programme.ts';
import type { Slot } from '#domain/programme.ts';
import { bestWatch, WATCH_KNOWN_MS } from '#domain/following.ts';
import type { WatchReport } from '#domain/following.ts';
import type { SourceFacts } from '../media-link/media-port.ts';

export interface LineStanding {
  line: 'NONE' | 'UP' | 'LOST';
  /** When that began; null where nobody saw it begin. */
  since: Date | null;
}

export interface Still {
  still: string;
  takenAt: Date;
}

export interface Tracks {
  hasPicture: boolean;
  hasSound: boolean;
}

/** A watch page on a machine of a hall. */
interface HallWatch extends WatchReport {
  sinceMs: number;
  heardMs: number;
}

const NO_LINE: LineStanding = { line: 'NONE', since: null };
const NO_TRACKS: Tracks = { hasPicture: false, hasSound: false };

interface SlotFacts {
  wantedSourceId: string | null;
  shownSourceId: string | null;
  /** Why it does not show what is wanted; null while it waits for it. */
  fault: 'FAILED' | 'STARVED' | 'ENDED' | null;
  /** The programme went back to what is shown; the director still reads what failed. */
  isGivenUp: boolean;
}

/**
 * What is known of a session in progress and stored nowhere: it comes from the media node and the
 * consoles, and comes again after a restart.
 */
export class SessionFacts {
  readonly reports = new Map<string, HallReport>();
  readonly stills = new Map<string, Still>();
  readonly wantedSourceIds = new Set<string>();
  /** The halls of the sources that were sent since the start. */
  readonly siteOfSource = new Map<string, string>();
  readonly #lines = new Map<string, LineStanding>();
  readonly #tracks = new Map<string, Tracks>();
  readonly #slots = new Map<Slot, SlotFacts>(SLOTS.map((slot) => [slot, emptySlot()]));
  /** By hall, and by the machine there. */
  readonly #watches = new Map<string, Map<string, HallWatch>>();

  standingOf(siteId: string): LineStanding {
    return this.#lines.get(siteId) ?? NO_LINE;
  }

  /** @returns whether that is news; the beginning of the same standing stays */
  setStanding(siteId: string, standing: LineStanding): boolean {
    if (this.standingOf(siteId).line === standing.line) return false;
    this.#lines.set(siteId, standing);
    // What a hall measured before its line was lost says nothing about now.
    if (standing.line !== 'UP') this.reports.delete(siteId);
    return true;
  }

  /** What the hall’s watch page says that goes best; null while none has said anything lately. */
  watchOf(siteId: string): (WatchReport & { sinceMs: number }) | null {
    return bestWatch([...(this.#watches.get(siteId)?.values() ?? [])]);
  }

  /** @param report null: that page was closed */
  setWatch(
    { siteId, machine }: { siteId: string; machine: string },
    report: WatchReport | null,
    nowMs: number,
  ): void {
    const ofHall = this.#watches.get(siteId) ?? new Map<string, HallWatch>();
    this.#watches.set(siteId, ofHall);
    if (report === null) return this.#forgetWatch(siteId, machine);
    const known = ofHall.get(machine);
    const isSame = known?.condition === report.condition && known.step === report.step;
    ofHall.set(machine, { ...report, sinceMs: isSame ? known.sinceMs : nowMs, heardMs: nowMs });
  }

  /**
   * Forgets watch pages that have said nothing for `WATCH_KNOWN_MS`.
   * @returns their halls
   */
  forgetOldWatches(nowMs: number): string[] {
    const halls: string[] = [];
    for (const [siteId, ofHall] of this.#watches) {
      for (const [machine, { heardMs }] of ofHall) {
        if (nowMs - heardMs < WATCH_KNOWN_MS) continue;
        this.#forgetWatch(siteId, machine);
        halls.push(siteId);
      }
    }
    return halls;
  }

  get hasWatches(): boolean {
    return this.#watches.size > 0;
  }

  #forgetWatch(siteId: string, machine: string): void {
    const ofHall = this.#watches.get(siteId);
    ofHall?.delete(machine);
    if (ofHall?.size === 0) this.#watches.delete(siteId);
  }

  tracksOf(sourceId: string): Tracks {
    return this.#tracks.get(sourceId) ?? NO_TRACKS;
  }

  setTracks(sourceId: string, { hasPicture, hasSound }: Tracks): void {
    if (hasPicture || hasSound) this.#tracks.set(sourceId, { hasPicture, hasSound });
    else {
      this.#tracks.delete(sourceId);
      this.wantedSourceIds.delete(sourceId);
    }
  }

  /** Replaces what the node tells about sources and slots by what it has now. */
  adopt(found: {
    sources: readonly (SourceFacts & { siteId: string | null })[];
    shown: Record<Slot, string | null> | undefined;
  }): void {
    this.#tracks.clear();
    this.wantedSourceIds.clear();
    for (const source of found.sources) {
      if (source.siteId) this.siteOfSource.set(source.sourceId, source.siteId);
      this.setTracks(source.sourceId, source);
      if (source.isWanted) this.wantedSourceIds.add(source.sourceId);
    }
    for (const slot of SLOTS) this.cut(slot, found.shown?.[slot] ?? null);
  }

  /** @returns the slots of which something else is wanted now */
  want(slots: Record<Slot, string | null>): Slot[] {
    return SLOTS.filter((slot) => {
      const facts = this.#slots.get(slot)!;
      const wantedSourceId = slots[slot];
      if (facts.wantedSourceId === wantedSourceId && facts.fault !== 'ENDED') return false;
      const goesBack = facts.fault === 'FAILED' && wantedSourceId === facts.shownSourceId;
      if (goesBack && !facts.isGivenUp) {
        // Told until the next decision: what failed, and that the earlier picture stays.
        facts.isGivenUp = true;
        return false;
      }
      Object.assign(facts, { wantedSourceId, fault: null, isGivenUp: false });
      return true;
    });
  }

  cut(slot: Slot, sourceId: string | null): void {
    const facts = this.#slots.get(slot)!;
    if (facts.shownSourceId === sourceId) return;
    facts.shownSourceId = sourceId;
    if (facts.fault !== 'ENDED') Object.assign(facts, { fault: null, isGivenUp: false });
  }

  /** What the slot shows or carries in fact; null is the slate, or silence. */
  shownIn(slot: Slot): string | null {
    return this.#slots.get(slot)!.shownSourceId;
  }

  fail(slot: Slot, sourceId: string): void {
    const facts = this.#slots.get(slot)!;
    if (facts.wantedSourceId === sourceId) facts.fault = 'FAILED';
  }

  starve(slot: Slot, sourceId: string): void {
    const facts = this.#slots.get(slot)!;
    if (facts.shownSourceId === sourceId) facts.shownSourceId = null;
    if (facts.wantedSourceId === sourceId && facts.fault !== 'ENDED') facts.fault = 'STARVED';
  }

  /** The programme gave the slot up, because its source ended: told until the next decision. */
  end(slot: Slot, sourceId: string): void {
    const facts = this.#slots.get(slot)!;
    if (facts.wantedSourceId !== null) return;
    Object.assign(facts, { wantedSourceId: sourceId, fault: 'ENDED' });
  }

  slotStates(slots: readonly Slot[] = SLOTS): SlotState[] {
    return slots.map((slot) => {
      const { wantedSourceId, shownSourceId, fault } = this.#slots.get(slot)!;
      const status = wantedSourceId === shownSourceId ? 'SHOWN' : (fault ?? 'WAITING');
      return { slot, wantedSourceId, shownSourceId, status };
    });
  }
}

function emptySlot(): SlotFacts {
  return { wantedSourceId: null, shownSourceId: null, fault: null, isGivenUp: false };
}
