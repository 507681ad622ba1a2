import type { FigureSnapshot } from '#contract/figures.ts';
import type { Db } from '#db/client.ts';
import type { Reach } from '#domain/permissions.ts';
import type { Logger } from '../logger.ts';
import type { Streams } from '../socket/streams.ts';
import { audienceKey, FigureAudience } from './figure-audience.ts';
import { FigureState } from './figure-state.ts';
import type { FigureChange } from './figure-state.ts';

export interface FigureBoardParts {
  db: Db;
  streams: Streams;
  log: Logger;
}

/** Officials' screens move at most this often. */
const PUBLISH_EVERY_MS = 1_000;
/** The first change after a quiet while waits only for what was committed with it. */
const GATHER_MS = 40;
/** A change that the database shows before its announcement reaches us is no mistake. */
const ANNOUNCEMENT_GRACE_MS = 2_000;

/** One session in use: keeps its figures, and tells each audience what changed. */
export class FigureBoard {
  readonly #parts: FigureBoardParts;
  readonly #state: FigureState;
  readonly #audiences = new Map<string, FigureAudience>();
  #dirty = new Set<string>();
  #isStructureDirty = false;
  #timer: NodeJS.Timeout | null = null;
  #publishedAtMs = 0;
  #running: Promise<void> | null = null;
  /** Halls announced as changed while a self-check looks. */
  #announced: Set<string> | null = null;
  #isClosed = false;

  private constructor(parts: FigureBoardParts, state: FigureState) {
    this.#parts = parts;
    this.#state = state;
  }

  /** @throws the database's error */
  static async open(
    parts: FigureBoardParts,
    place: { sessionId: string; conferenceId: string },
  ): Promise<FigureBoard> {
    return new FigureBoard(parts, await FigureState.load(parts.db, place));
  }

  /** Forgotten by `LiveFigures`: it publishes nothing any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  get conferenceId(): string {
    return this.#state.conferenceId;
  }

  /** The readers' view; made when the first of them asks. */
  audience(reach: Reach): FigureAudience {
    const key = audienceKey(reach);
    let audience = this.#audiences.get(key);
    if (!audience) this.#audiences.set(key, (audience = new FigureAudience(this.#state, reach)));
    return audience;
  }

  snapshot(audience: FigureAudience): FigureSnapshot {
    return audience.snapshot(this.#state);
  }

  /** Something was committed for these halls. */
  markDirty(siteIds: Iterable<string>): void {
    for (const siteId of siteIds) {
      this.#dirty.add(siteId);
      this.#announced?.add(siteId);
    }
    this.#schedule();
  }

  /** Halls, units or the roster changed. */
  markStructureDirty(): void {
    this.#isStructureDirty = true;
    this.#schedule();
  }

  /** Forgets audiences that nobody follows. @returns whether anybody is left */
  dropIdleAudiences(): boolean {
    for (const [key, audience] of this.#audiences) {
      if (this.#parts.streams.subscribers(audience.stream) === 0) this.#audiences.delete(key);
    }
    return this.#audiences.size > 0;
  }

  /** Publishes what is waiting, without waiting for its turn. */
  async flush(): Promise<void> {
    this.#clearTimer();
    await this.#running;
    if (this.#dirty.size > 0 || this.#isStructureDirty) await this.#run();
  }

  /**
   * Compares memory with a full derivation; what differs without an announcement is logged and read again.
   * @returns how many halls differed
   */
  async selfCheck(): Promise<number> {
    await this.flush();
    const announced = (this.#announced = new Set<string>(this.#dirty));
    try {
      const different = await this.#state.differences(this.#parts.db);
      // Names of halls and units change seldom, and by many ways: found here at the latest.
      if (await this.#state.hasOtherStructure(this.#parts.db)) this.markStructureDirty();
      if (different.some((siteId) => !announced.has(siteId))) await pause(ANNOUNCEMENT_GRACE_MS);
      const missed = different.filter((siteId) => !announced.has(siteId));
      if (missed.length > 0 && !this.#isClosed) {
        const { sessionId } = this.#state;
        this.#parts.log.warn({ sessionId, siteIds: missed.slice(0, 20) }, 'figures were repaired');
        this.markDirty(missed);
      }
      return missed.length;
    } finally {
      this.#announced = null;
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#clearTimer();
  }

  #schedule(): void {
    if (this.#isClosed || this.#timer !== null || this.#running !== null) return;
    const sinceMs = Date.now() - this.#publishedAtMs;
    const delayMs = Math.max(GATHER_MS, PUBLISH_EVERY_MS - sinceMs);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#run();
    }, delayMs);
  }

  async #run(): Promise<void> {
    this.#running = this.#refresh();
    await this.#running;
    this.#running = null;
    if (this.#dirty.size > 0 || this.#isStructureDirty) this.#schedule();
  }

  /** Never rejects: what could not be read stays dirty. */
  async #refresh(): Promise<void> {
    const dirty = this.#dirty;
    const isStructureDirty = this.#isStructureDirty;
    this.#dirty = new Set();
    this.#isStructureDirty = false;
    this.#publishedAtMs = Date.now();
    try {
      const { db } = this.#parts;
      const change = isStructureDirty
        ? await this.#state.reload(db)
        : await this.#state.refresh(db, dirty);
      if (!this.#isClosed) this.#publish(change, isStructureDirty);
    } catch (error) {
      for (const siteId of dirty) this.#dirty.add(siteId);
      this.#isStructureDirty ||= isStructureDirty;
      const { name } = error as Error;
      this.#parts.log.warn({ sessionId: this.#state.sessionId, name }, 'figures not read');
    }
  }

  #publish(change: FigureChange, isStructureDirty: boolean): void {
    const { streams } = this.#parts;
    const { sessionId } = this.#state;
    for (const audience of this.#audiences.values()) {
      if (isStructureDirty && audience.rebuild(this.#state)) {
        streams.skip(audience.stream);
        const nothing = { sessionId, cells: [], halls: [], arrivals: [] };
        streams.publish(audience.stream, 'figures:changed', nothing);
        continue;
      }
      const delta = audience.changed(change, this.#state);
      if (delta) streams.publish(audience.stream, 'figures:changed', { sessionId, ...delta });
    }
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
