import { setTimeout as delay } from 'node:timers/promises';
import type { Slot } from '#domain/programme.ts';
import { SLOTS } from '#domain/programme.ts';
import type { Logger } from '../logger.ts';
import type {
  MediaDirection,
  MediaEvent,
  MediaSession,
  SessionFacts,
} from '../media-link/media-port.ts';
import { MediaRefusal } from '../media-link/media-port.ts';
import type { MediaWorker } from './media-worker.ts';
import { ProgrammeTaps } from './programme-taps.ts';
import type { TapListener } from './programme-taps.ts';
import { SessionRelay } from './session-relay.ts';
import type { SourceDirectory } from './source-directory.ts';
import { WantedSources } from './wanted-sources.ts';
import { WithheldSlots } from './withheld-slots.ts';
import type { WorkerPool } from './worker-pool.ts';

const REBUILD_PAUSES_MS = [0, 200, 1_000, 3_000];
/** Within the time that the front door waits for an answer. */
const WAIT_FOR_RELAY_MS = 4_000;
/** A pause that a stuck worker does not answer must not hold up the take for everybody else. */
const WITHHOLD_TIMEOUT_MS = 1_000;
/** The last packets before a cut are still in the pipes between workers when it happens. */
const UNDER_WAY_MS = 200;

interface ProgrammeParts {
  session: MediaSession;
  pool: WorkerPool;
  sources: SourceDirectory;
  log: Logger;
  emit: (event: MediaEvent) => void;
  /** Resolves when every line has what `withheldFrom` says. */
  onWithheldChanged: () => Promise<void>;
}

/**
 * What the director wants of a session, and what its bus makes of it. It outlives the bus: when the
 * bus's worker dies, another is made and directed as the last one was. Closing it closes the bus.
 */
export class SessionProgramme {
  /** Who reads what the bus writes: over its lives. */
  readonly taps = new ProgrammeTaps({
    requestKeyFrame: (slot) => this.#openRelay?.requestKeyFrame(slot),
  });
  readonly #parts: ProgrammeParts;
  readonly #wanted: WantedSources;
  readonly #withheld = new WithheldSlots();
  /** Who reads a source by itself: until the bus ends, and then asks again. */
  readonly #sourceTaps = new Set<TapListener>();
  #relay: Promise<SessionRelay>;
  #openRelay: SessionRelay | null = null;
  #shown = nothingShown();
  /** What was cut away so lately that packets of it are still under way. */
  readonly #underWay = new Set<{ slot: Slot; sourceId: string }>();
  #direction: MediaDirection | null = null;
  #directing: Promise<void> = Promise.resolve();
  #isClosed = false;

  static async create(parts: ProgrammeParts): Promise<SessionProgramme> {
    const programme = new SessionProgramme(parts);
    await programme.#relay;
    return programme;
  }

  private constructor(parts: ProgrammeParts) {
    this.#parts = parts;
    this.#wanted = new WantedSources({
      find: (sourceId) => parts.sources.find(sourceId),
      onWanted: (wanted) => parts.emit({ type: 'source-wanted', ...wanted }),
    });
    parts.sources.onChanged((sourceId) => this.#wanted.settle(sourceId));
    this.#relay = this.#open();
  }

  get facts(): SessionFacts {
    const number = this.#direction?.number ?? 0;
    return { ...this.#parts.session, number, shown: { ...this.#shown } };
  }

  /** @throws MediaRefusal MEDIA_UNAVAILABLE while the bus is being made anew for too long */
  async relay(): Promise<SessionRelay> {
    const patience = new AbortController();
    const late = delay(WAIT_FOR_RELAY_MS, null, { signal: patience.signal }).catch(() => null);
    const relay = await Promise.race([this.#relay.catch(() => null), late]);
    patience.abort();
    if (!relay || this.#isClosed) throw new MediaRefusal('MEDIA_UNAVAILABLE');
    return relay;
  }

  isWanted(sourceId: string): boolean {
    return this.#wanted.isWanted(sourceId);
  }

  watch(sourceId: string): () => void {
    return this.#wanted.watch(sourceId);
  }

  /**
   * Reads one source by itself; it is wanted meanwhile, and so sends. The bus's end is the tap's.
   * @throws MediaRefusal MEDIA_UNAVAILABLE
   */
  async tapSource(
    sourceId: string,
    listener: TapListener,
  ): Promise<{ requestKeyFrame: () => void; stop: () => void }> {
    const relay = await this.relay();
    const unwatch = this.watch(sourceId);
    this.#sourceTaps.add(listener);
    listener.onBeginning();
    const tap = relay.tapSource(sourceId, (slot, packet) => listener.onPacket(slot, packet));
    const stop = () => {
      this.#sourceTaps.delete(listener);
      unwatch();
      tap.stop();
    };
    return { requestKeyFrame: tap.requestKeyFrame, stop };
  }

  withheldFrom(siteId: string | null): ReadonlySet<Slot> {
    return this.#withheld.of(siteId);
  }

  /** One after the other; an older number than the last changes nothing. */
  direct(direction: MediaDirection): Promise<void> {
    const turn = this.#directing.then(() => this.#carryOut(direction));
    this.#directing = turn.catch(() => {});
    return turn;
  }

  /** A worker died. Answers whether the bus went with it: then it is being made anew. */
  losesBus(worker: MediaWorker): boolean {
    const relay = this.#openRelay;
    if (!relay) return false;
    relay.forget(worker);
    if (relay.origin.worker !== worker) return false;
    relay.close();
    this.#openRelay = null;
    this.#endSourceTaps();
    this.#tellNothingShown();
    this.#relay = this.#rebuild();
    this.#relay.catch(() => {});
    return true;
  }

  close(): void {
    this.#isClosed = true;
    this.taps.close();
    this.#endSourceTaps();
    this.#openRelay?.close();
  }

  #endSourceTaps(): void {
    for (const listener of [...this.#sourceTaps]) listener.onClosed();
    this.#sourceTaps.clear();
  }

  async #carryOut(direction: MediaDirection): Promise<void> {
    if (this.#isClosed || direction.number < (this.#direction?.number ?? 0)) return;
    this.#direction = direction;
    this.#wanted.direct(directedSources(direction));
    // Before the bus hears of it: a hall must not hear itself, not even one packet.
    this.#withheld.direct(direction.withheld);
    await this.#tellWithheld();
    this.#openRelay?.direct(direction);
    await this.#giveBack();
  }

  async #giveBack(): Promise<void> {
    const siteOf = (sourceId: string) => this.#parts.sources.find(sourceId)?.siteId ?? null;
    const carried = SLOTS.flatMap((slot) => {
      const sourceId = this.#shown[slot];
      return sourceId === null ? [] : [{ slot, sourceId }];
    });
    const heard = [...carried, ...this.#underWay];
    this.#withheld.settle((slot, siteId) =>
      heard.some((one) => one.slot === slot && siteOf(one.sourceId) === siteId),
    );
    await this.#tellWithheld();
  }

  /** What the slot carried goes on being withheld from its hall until the last packet has arrived. */
  #lookAfter(slot: Slot): void {
    const sourceId = this.#shown[slot];
    if (sourceId === null) return;
    const leaving = { slot, sourceId };
    this.#underWay.add(leaving);
    setTimeout(() => {
      this.#underWay.delete(leaving);
      if (!this.#isClosed) void this.#giveBack();
    }, UNDER_WAY_MS).unref();
  }

  async #tellWithheld(): Promise<void> {
    const patience = new AbortController();
    const late = delay(WITHHOLD_TIMEOUT_MS, 'late', { signal: patience.signal }).catch(() => {});
    const outcome = await Promise.race([this.#parts.onWithheldChanged(), late]);
    patience.abort();
    if (outcome === 'late') this.#parts.log.warn(this.#parts.session, 'a line does not pause');
  }

  #onBusEvent(event: MediaEvent): void {
    this.#parts.emit(event);
    if (event.type !== 'slot-cut' && event.type !== 'slot-starved') return;
    const { slot, sourceId } = event;
    // A sound that fell silent may go on at any time; one that another source replaced never does.
    if (event.type === 'slot-starved' && this.#shown[slot] === sourceId) return;
    this.#lookAfter(slot);
    this.#shown[slot] = event.type === 'slot-cut' ? sourceId : null;
    this.#wanted.show(Object.values(this.#shown).filter((sourceId) => sourceId !== null));
    void this.#giveBack();
  }

  /** The new bus begins with the slate and silence; who follows must not believe in what was before. */
  #tellNothingShown(): void {
    const { sessionId } = this.#parts.session;
    for (const slot of SLOTS) {
      if (this.#shown[slot] === null) continue;
      this.#shown[slot] = null;
      this.#parts.emit({ type: 'slot-cut', sessionId, slot, sourceId: null, waitedMs: 0 });
    }
    this.#wanted.show([]);
  }

  async #open(): Promise<SessionRelay> {
    const { session, pool, sources } = this.#parts;
    const place = await pool.place('bus');
    const emit = (event: MediaEvent) => this.#onBusEvent(event);
    // Whatever it writes from now on is the new bus's.
    this.taps.begin();
    const onPacket = (slot: Slot, packet: Buffer) => {
      if (slot !== 'RETURN') this.taps.write(slot, packet);
    };
    const parts = { ...session, sources, place, emit, onPacket };
    const relay = await SessionRelay.create(parts).catch((error) => {
      place.layDown();
      throw error;
    });
    if (this.#isClosed) relay.close();
    else this.#openRelay = relay;
    return relay;
  }

  async #rebuild(): Promise<SessionRelay> {
    for (let attempt = 0; ; attempt++) {
      await delay(REBUILD_PAUSES_MS[Math.min(attempt, REBUILD_PAUSES_MS.length - 1)]);
      try {
        const relay = await this.#open();
        if (this.#direction) relay.direct(this.#direction);
        return relay;
      } catch (error) {
        if (this.#isClosed) throw error;
        this.#parts.log.error({ err: error, ...this.#parts.session }, 'a bus cannot be made anew');
      }
    }
  }
}

function nothingShown(): Record<Slot, string | null> {
  return Object.fromEntries(SLOTS.map((slot) => [slot, null])) as Record<Slot, string | null>;
}

function directedSources({ slots, warm }: MediaDirection): string[] {
  return [...Object.values(slots).filter((sourceId) => sourceId !== null), ...warm];
}
