import { PICTURE_SLOTS, SLOTS } from '#domain/programme.ts';
import type { PictureSlot, Slot } from '#domain/programme.ts';
import { MediaRefusal } from './media-port.ts';
import type {
  MediaDirection,
  MediaEvent,
  MediaSession,
  OpenLine,
  SendTrack,
  SourceTrack,
} from './media-port.ts';

export const NOTHING_SHOWN: Record<Slot, string | null> = {
  MAIN: null,
  INSET: null,
  RETURN: null,
  SOUND_CENTRE: null,
  SOUND_HALL: null,
};

export interface MemorySession extends MediaSession {
  direction: MediaDirection | null;
  shown: Record<Slot, string | null>;
}

export interface MemoryConsumer {
  consumerId: string;
  isPaused: boolean;
  /** What it carries: a slot of the programme, or one source by itself. */
  of: { slot: Slot } | { sourceId: string; kind: TrackKind };
  track: SourceTrack;
}

export type TrackKind = SendTrack['kind'];

export interface MemoryProducer {
  producerId: string;
  sourceId: string;
  kind: TrackKind;
}

export interface MemoryLine extends OpenLine {
  isConnected: boolean;
  producers: Map<string, MemoryProducer>;
  consumers: Map<string, MemoryConsumer>;
}

/** What the media node in memory holds, and what follows from it: cuts, and which sources are wanted. */
export class MemoryMediaState {
  readonly sessions = new Map<string, MemorySession>();
  readonly lines = new Map<string, MemoryLine>();
  readonly wanted = new Set<string>();
  readonly #emit: (event: MediaEvent) => void;

  constructor(emit: (event: MediaEvent) => void) {
    this.#emit = emit;
  }

  session(sessionId: string): MemorySession {
    const session = this.sessions.get(sessionId);
    if (!session) throw new MediaRefusal('LINE_NOT_FOUND');
    return session;
  }

  line(lineId: string): MemoryLine {
    const line = this.lines.get(lineId);
    if (!line) throw new MediaRefusal('LINE_NOT_FOUND');
    return line;
  }

  linesOf(sessionId: string): MemoryLine[] {
    return [...this.lines.values()].filter((line) => line.sessionId === sessionId);
  }

  end(line: MemoryLine): void {
    this.lines.delete(line.lineId);
    const sources = new Set([...line.producers.values()].map(({ sourceId }) => sourceId));
    for (const sourceId of sources) this.emitSource(sourceId, line.sessionId);
  }

  /** An earlier track of that source and kind ends; of another line, all of that source's. */
  replace(track: { sourceId: string; kind: TrackKind; by: MemoryLine }): void {
    for (const line of this.lines.values()) {
      for (const { producerId, sourceId, kind } of line.producers.values()) {
        const isReplaced = line !== track.by || kind === track.kind;
        if (sourceId === track.sourceId && isReplaced) line.producers.delete(producerId);
      }
    }
  }

  kindsOf(sourceId: string): Set<TrackKind> {
    const producers = [...this.lines.values()].flatMap((line) => [...line.producers.values()]);
    return new Set(producers.flatMap((one) => (one.sourceId === sourceId ? [one.kind] : [])));
  }

  emitSource(sourceId: string, sessionId: string): void {
    const kinds = this.kindsOf(sourceId);
    const facts = { hasPicture: kinds.has('PICTURE'), hasSound: kinds.has('SOUND') };
    this.#emit({ type: 'source-changed', sourceId, sessionId, ...facts });
  }

  /** A picture that cannot come is given up, as after the node's three seconds. */
  giveUpOn(session: MemorySession, slot: PictureSlot): void {
    const sourceId = session.direction?.slots[slot];
    if (!sourceId || this.kindsOf(sourceId).has('PICTURE')) return;
    this.#emit({ type: 'slot-failed', sessionId: session.sessionId, slot, sourceId });
  }

  /** Cuts every slot whose source can be shown, and says whose sources are wanted by now. */
  settle(): void {
    for (const session of this.sessions.values()) {
      for (const slot of SLOTS) this.#cut(session, slot);
    }
    this.#tellWanted();
  }

  #cut({ sessionId, direction, shown }: MemorySession, slot: Slot): void {
    const needs = isPicture(slot) ? 'PICTURE' : 'SOUND';
    const before = shown[slot];
    if (before && !this.kindsOf(before).has(needs)) {
      shown[slot] = null;
      this.#emit({ type: 'slot-starved', sessionId, slot, sourceId: before });
    }
    const sourceId = direction?.slots[slot] ?? null;
    if (sourceId === shown[slot] || (sourceId && !this.kindsOf(sourceId).has(needs))) return;
    shown[slot] = sourceId;
    this.#emit({ type: 'slot-cut', sessionId, slot, sourceId, waitedMs: 0 });
  }

  #tellWanted(): void {
    const wanted = this.#wantedNow();
    for (const line of this.lines.values()) {
      for (const { sourceId } of line.producers.values()) {
        const isWanted = wanted.has(sourceId);
        if (isWanted === this.wanted.has(sourceId)) continue;
        if (isWanted) this.wanted.add(sourceId);
        else this.wanted.delete(sourceId);
        this.#emit({ type: 'source-wanted', sourceId, lineId: line.lineId, isWanted });
      }
    }
    // A source that is gone is wanted anew when it comes back.
    for (const sourceId of this.wanted) {
      if (this.kindsOf(sourceId).size === 0) this.wanted.delete(sourceId);
    }
  }

  #wantedNow(): Set<string> {
    const wanted = new Set<string>();
    for (const { direction } of this.sessions.values()) {
      for (const sourceId of Object.values(direction?.slots ?? {})) {
        if (sourceId) wanted.add(sourceId);
      }
      for (const sourceId of direction?.warm ?? []) wanted.add(sourceId);
    }
    for (const { consumers } of this.lines.values()) {
      for (const { of } of consumers.values()) if ('sourceId' in of) wanted.add(of.sourceId);
    }
    return wanted;
  }
}

export function isPicture(slot: Slot): boolean {
  return (PICTURE_SLOTS as readonly Slot[]).includes(slot);
}
