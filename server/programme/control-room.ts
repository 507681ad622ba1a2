import type { ControlRoomHall, ControlRoomSource } from '#contract/control-room.ts';
import type { SpeakerRequestState } from '#contract/speaker.ts';
import type { Db, Tx } from '#db/client.ts';
import { listLatestMessages } from '#db/queries/centre-message.ts';
import type { CentreMessageRow } from '#db/queries/centre-message.ts';
import { listHalls } from '#db/queries/hall-line.ts';
import type { HallRow } from '#db/queries/hall-line.ts';
import { listSources } from '#db/queries/source.ts';
import type { SourceRow } from '#db/queries/source.ts';
import { listQueue } from '#db/queries/speaker.ts';
import { SLOTS } from '#domain/programme.ts';
import type { Slot } from '#domain/programme.ts';
import type { Logger } from '../logger.ts';
import type { Streams } from '../socket/streams.ts';
import { controlRoomHall, controlRoomSource, speakerState } from './hall-views.ts';
import type { SessionPlace } from './hall-views.ts';
import type { SessionFacts } from './session-facts.ts';

/** Four events a second at most, however many halls change. */
const TELL_EVERY_MS = 250;

export function controlRoomStream(sessionId: string): string {
  return `control-room:${sessionId}`;
}

export interface ControlRoomParts extends SessionPlace {
  db: Db;
  streams: Streams;
  log: Logger;
  facts: SessionFacts;
  /** Whether it is known by now which lines the media node has. */
  isInStep(): boolean;
}

export interface ControlRoomView {
  halls: ControlRoomHall[];
  sources: ControlRoomSource[];
  queue: SpeakerRequestState[];
}

interface Gathered {
  stale: string[];
  changed: string[];
  slots: Slot[];
  isQueueChanged: boolean;
}

/**
 * A session as its directors follow it: gathers what changed and tells it, each entry whole. What the
 * database holds is kept from the last look, so that reports of hundreds of halls cost no query.
 */
export class ControlRoom {
  readonly #parts: ControlRoomParts;
  readonly #halls = new Map<string, HallRow>();
  readonly #sources = new Map<string, Map<string, SourceRow>>();
  readonly #messages = new Map<string, CentreMessageRow>();
  /**
   * Which reading each hall is from: one that was begun earlier and comes later knows less, and
   * changes nothing.
   */
  readonly #readings = new Map<string, number>();
  #reading = 0;
  /** Halls whose rows must be read again, and halls of which only facts changed. */
  readonly #staleSiteIds = new Set<string>();
  readonly #changedSiteIds = new Set<string>();
  readonly #changedSlots = new Set<Slot>();
  #isQueueChanged = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: ControlRoomParts) {
    this.#parts = parts;
  }

  /** Everything, read anew. */
  async view(tx: Tx): Promise<ControlRoomView> {
    const { sessionId, facts } = this.#parts;
    const [, queue] = await Promise.all([this.#read(tx), listQueue(tx, sessionId)]);
    return {
      halls: [...this.#halls.keys()].flatMap((siteId) => this.#hallOf(siteId)),
      sources: [...this.#sources.values()].flatMap((own) =>
        [...own.values()].map((row) => controlRoomSource(row, facts)),
      ),
      queue: queue.map(speakerState),
    };
  }

  /** Rows of these halls were committed. */
  markRows(siteIds: Iterable<string>): void {
    for (const siteId of siteIds) this.#staleSiteIds.add(siteId);
    this.#tellSoon();
  }

  /** Devices of a hall changed, perhaps of another conference's. */
  markDevices(siteId: string): void {
    if (this.#halls.has(siteId)) this.markRows([siteId]);
  }

  /** Everything may be another: those who follow ask for the snapshot. */
  markAll(): void {
    this.#parts.streams.skip(controlRoomStream(this.#parts.sessionId));
    this.markSlots(SLOTS);
  }

  /** The line, report or tracks of the hall are others. */
  markFacts(siteId: string): void {
    this.#changedSiteIds.add(siteId);
    this.#tellSoon();
  }

  markSlots(slots: Iterable<Slot>): void {
    for (const slot of slots) this.#changedSlots.add(slot);
    this.#tellSoon();
  }

  markQueue(): void {
    this.#isQueueChanged = true;
    this.#tellSoon();
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => void this.#tell(), TELL_EVERY_MS).unref();
  }

  async #tell(): Promise<void> {
    this.#timer = null;
    const { streams, sessionId, facts, log } = this.#parts;
    const gathered = this.#take();
    const stream = controlRoomStream(sessionId);
    // Whoever comes next reads everything anew.
    if (streams.subscribers(stream) === 0) return;
    try {
      const queue = await this.#readChanged(gathered);
      const siteIds = [...new Set([...gathered.stale, ...gathered.changed])];
      streams.publish(stream, 'control-room:changed', {
        sessionId,
        halls: siteIds.flatMap((siteId) => this.#hallOf(siteId)),
        sources: siteIds.flatMap((siteId) =>
          [...(this.#sources.get(siteId)?.values() ?? [])].map((row) =>
            controlRoomSource(row, facts),
          ),
        ),
        queue,
        slots: gathered.slots.length > 0 ? facts.slotStates(gathered.slots) : [],
      });
    } catch (error) {
      log.warn({ sessionId, name: (error as Error).name }, 'the control room was not told');
      streams.skip(stream);
    }
  }

  #take(): Gathered {
    const gathered = {
      stale: [...this.#staleSiteIds],
      changed: [...this.#changedSiteIds],
      slots: [...this.#changedSlots],
      isQueueChanged: this.#isQueueChanged,
    };
    this.#staleSiteIds.clear();
    this.#changedSiteIds.clear();
    this.#changedSlots.clear();
    this.#isQueueChanged = false;
    return gathered;
  }

  /** @returns the queue when it changed */
  async #readChanged(gathered: Gathered): Promise<SpeakerRequestState[] | null> {
    const { db, sessionId } = this.#parts;
    const unknown = gathered.changed.filter((siteId) => !this.#halls.has(siteId));
    const siteIds = [...gathered.stale, ...unknown];
    if (siteIds.length > 0) await this.#read(db, siteIds);
    if (!gathered.isQueueChanged) return null;
    return (await listQueue(db, sessionId)).map(speakerState);
  }

  async #read(tx: Tx, siteIds?: string[]): Promise<void> {
    const { sessionId, conferenceId } = this.#parts;
    const reading = (this.#reading += 1);
    const asked = { sessionId, conferenceId, ...(siteIds ? { siteIds } : {}) };
    const [halls, sources, messages] = await Promise.all([
      listHalls(tx, asked),
      listSources(tx, asked),
      listLatestMessages(tx, asked),
    ]);
    const all = [...this.#halls.keys(), ...halls.map(({ siteId }) => siteId)];
    const fresh = new Set(siteIds ?? all);
    for (const siteId of fresh) {
      if ((this.#readings.get(siteId) ?? 0) > reading) fresh.delete(siteId);
      else this.#forget(siteId, reading);
    }
    for (const hall of halls) if (fresh.has(hall.siteId)) this.#halls.set(hall.siteId, hall);
    for (const one of messages) if (fresh.has(one.siteId)) this.#messages.set(one.siteId, one);
    for (const source of sources) {
      if (!fresh.has(source.siteId)) continue;
      const own = this.#sources.get(source.siteId) ?? new Map<string, SourceRow>();
      this.#sources.set(source.siteId, own.set(source.sourceId, source));
    }
  }

  #forget(siteId: string, reading: number): void {
    this.#readings.set(siteId, reading);
    this.#halls.delete(siteId);
    this.#sources.delete(siteId);
    this.#messages.delete(siteId);
  }

  #hallOf(siteId: string): ControlRoomHall[] {
    const row = this.#halls.get(siteId);
    if (!row) return [];
    const sources = [...(this.#sources.get(siteId)?.values() ?? [])];
    const { facts, isInStep } = this.#parts;
    const message = this.#messages.get(siteId) ?? null;
    return [controlRoomHall({ row, sources, message }, { facts, isInStep: isInStep() })];
  }
}
