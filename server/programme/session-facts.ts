import type { SlotState } from '#contract/control-room.ts';
import type { HallReport } from '#contract/hall.ts';
import { SLOTS } from '#domain/programme.ts';
import type { Slot } from '#domain/programme.ts';
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
    sources: readonly (SourceFacts & { siteId: string })[];
    shown: Record<Slot, string | null> | undefined;
  }): void {
    this.#tracks.clear();
    this.wantedSourceIds.clear();
    for (const source of found.sources) {
      this.siteOfSource.set(source.sourceId, source.siteId);
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
