import type { Db } from '#db/client.ts';
import { listProgrammes } from '#db/queries/programme.ts';
import type {
  LineFacts,
  MediaPort,
  MediaSnapshot,
  SessionFacts,
} from '../media-link/media-port.ts';
import { MediaRefusal } from '../media-link/media-port.ts';
import type { Logger } from '../logger.ts';
import type { Streams } from '../socket/streams.ts';
import type { Directed } from './direction.ts';
import type { LineBook } from './line-book.ts';
import type { ProgrammeDesk } from './programme-desk.ts';
import type { SessionsOnAir } from './sessions-on-air.ts';

/** After the end the halls still read that it ended; then their lines close. */
const LINES_STAY_MS = 60_000;
/**
 * A session that nobody ended keeps its bus, also while nobody is there and over a restart, until this
 * long after its planned end.
 */
const OVERTIME_MS = 6 * 3_600_000;
const TRY_AGAIN_MS = 1_000;
const SWEEP_EVERY_MS = 60_000;

/** The events about one line, for whoever opened it. */
export function lineStream(lineId: string): string {
  return `line:${lineId}`;
}

export interface BusKeeperParts {
  /** Which sessions' buses are open may be another now. */
  onBuses?(): void;
  /** Whether something besides halls and directors needs the session's bus. */
  isKept(sessionId: string): boolean;
  db: Db;
  media: MediaPort;
  streams: Streams;
  log: Logger;
  now(): Date;
  desk: Pick<ProgrammeDesk, 'read'>;
  sessions: SessionsOnAir;
  lines: LineBook;
}

/**
 * Keeps the media node in step with the database: opens the sessions' buses, passes directions on,
 * adopts what goes on after a restart of either side, and closes what ended.
 */
export class BusKeeper {
  readonly #parts: BusKeeperParts;
  readonly #opened = new Map<string, Promise<void>>();
  readonly #endings = new Map<string, NodeJS.Timeout>();
  readonly #idle = new Set<string>();
  readonly #sweep: NodeJS.Timeout;
  #synchronising: Promise<void> = Promise.resolve();
  #retry: NodeJS.Timeout | null = null;
  #isInStep = false;
  /** What waits while the node's lines and sources are being adopted; null when they are not. */
  #held: (() => void)[] | null = null;
  #isClosed = false;

  constructor(parts: BusKeeperParts) {
    this.#parts = parts;
    this.#sweep = setInterval(() => void this.#trySweep(), SWEEP_EVERY_MS).unref();
  }

  /** Looks at what the node has; called at the start and whenever it was away. */
  synchronise(): Promise<void> {
    this.#isInStep = false;
    if (this.#retry) clearTimeout(this.#retry);
    this.#opened.clear();
    this.#synchronising = this.#synchronising.then(() => this.#trySynchronise());
    return this.#synchronising;
  }

  /** Sessions whose bus is open; null while that is not known. */
  get openSessionIds(): readonly string[] | null {
    return this.#isInStep ? [...this.#opened.keys()] : null;
  }

  get isInStep(): boolean {
    return this.#isInStep;
  }

  /** @throws MediaRefusal MEDIA_UNAVAILABLE while the node is away */
  async ready(): Promise<void> {
    await this.#synchronising;
    if (!this.#isInStep) throw new MediaRefusal('MEDIA_UNAVAILABLE');
  }

  /**
   * Follows what the node told: at once, or in its turn after the adoption that runs, because it is
   * newer than what the node answered to that.
   */
  onceAdopted(follow: () => void): void {
    if (this.#held) this.#held.push(follow);
    else follow();
  }

  /** Opens the session's bus, once, and directs it as the database says. */
  open(sessionId: string): Promise<void> {
    this.#idle.delete(sessionId);
    let opening = this.#opened.get(sessionId);
    if (!opening) {
      const begun = (opening = this.#open(sessionId));
      this.#opened.set(sessionId, begun);
      begun.then(
        () => this.#parts.onBuses?.(),
        () => {},
      );
      begun.catch(() => {
        // Not a later one, of the node's next life: its takes would not be passed on.
        if (this.#opened.get(sessionId) === begun) this.#opened.delete(sessionId);
      });
    }
    return opening;
  }

  /** Call after the commit. What can't be carried out now is when the node is back. */
  programmeChanged({ programme, direction }: Directed): void {
    const { sessionId } = direction;
    if (this.#opened.has(sessionId)) this.#direct(direction);
    if (programme.endedAt) this.#closeLater(sessionId, new Date(programme.endedAt));
    else this.#keepOpen(sessionId);
  }

  /** Ends a line that its owner must not use any longer, and tells him. */
  async endLine(line: LineFacts, { isTakenOver }: { isTakenOver: boolean }): Promise<void> {
    this.forgetLine(line, 'LOST');
    this.tellClosed(line.lineId, { isTakenOver });
    await this.#parts.media.closeLine(line.lineId).catch(refusalOnly);
  }

  forgetLine(line: LineFacts, standing: 'NONE' | 'LOST'): void {
    this.#parts.lines.strike(line.lineId);
    if (!line.canSend || line.siteId === null) return;
    this.#parts.sessions.known(line.sessionId)?.setStanding(line.siteId, standing);
  }

  tellClosed(lineId: string, { isTakenOver }: { isTakenOver: boolean }): void {
    const { streams } = this.#parts;
    streams.publish(lineStream(lineId), 'line:closed', { lineId, isTakenOver });
    streams.forget(lineStream(lineId));
  }

  /** Closes the buses that nobody has used for a whole round of sweeps; whoever comes opens it anew. */
  async sweep(): Promise<void> {
    const { sessions, lines } = this.#parts;
    const running = await this.#listRunning();
    for (const session of sessions.all()) {
      const { sessionId } = session;
      const isUsed =
        session.isFollowed() ||
        this.#parts.isKept(sessionId) ||
        running.has(sessionId) ||
        lines.linesWhere((line) => line.sessionId === sessionId).length > 0;
      if (isUsed) this.#idle.delete(sessionId);
      else if (!this.#idle.has(sessionId)) this.#idle.add(sessionId);
      else {
        this.#idle.delete(sessionId);
        if (this.#opened.delete(sessionId)) this.#ignore(this.#parts.media.closeSession(sessionId));
        sessions.forget(sessionId);
        this.#parts.onBuses?.();
      }
    }
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#sweep);
    if (this.#retry) clearTimeout(this.#retry);
    for (const timer of this.#endings.values()) clearTimeout(timer);
  }

  async #open(sessionId: string): Promise<void> {
    const { media, sessions, desk, db } = this.#parts;
    const { programme } = (await sessions.get(sessionId)).latest;
    await media.openSession({ sessionId, codec: programme.codec });
    // Read after the opening: a take that commits later directs by itself.
    await media.direct((await desk.read(db, sessionId)).direction);
  }

  async #trySweep(): Promise<void> {
    try {
      await this.sweep();
    } catch (error) {
      const { name } = error as Error;
      this.#parts.log.warn({ name }, 'sessions that nobody uses were not looked for');
    }
  }

  async #listRunning(): Promise<Set<string>> {
    const runningUntil = new Date(this.#parts.now().getTime() - OVERTIME_MS);
    const rows = await listProgrammes(this.#parts.db, { sessionIds: [], runningUntil });
    return new Set(rows.map(({ sessionId }) => sessionId));
  }

  #direct(direction: Directed['direction']): void {
    this.#ignore(this.#parts.media.direct(direction));
  }

  #ignore(call: Promise<unknown>): void {
    call.catch((error: unknown) => {
      if (error instanceof MediaRefusal) return;
      this.#parts.log.error({ name: (error as Error).name }, 'the media node did not follow');
    });
  }

  async #trySynchronise(): Promise<void> {
    if (this.#isClosed) return;
    this.#held = [];
    try {
      await this.#adopt();
      this.#isInStep = true;
      for (const session of this.#parts.sessions.all()) session.room.markAll();
      this.#parts.onBuses?.();
    } catch (error) {
      // A node that is away also tells by a reset that it is back; one that was too busy to answer
      // tells nothing.
      if (!(error instanceof MediaRefusal)) {
        const { name } = error as Error;
        this.#parts.log.warn({ name }, 'the media node could not be brought into step');
      }
      if (this.#isClosed) return;
      this.#retry = setTimeout(() => void this.synchronise(), TRY_AGAIN_MS).unref();
    } finally {
      const held = this.#held;
      this.#held = null;
      for (const follow of held) follow();
    }
  }

  async #adopt(): Promise<void> {
    const { media, lines, db, now } = this.#parts;
    const mark = lines.mark();
    const snapshot = await media.snapshot();
    const lost = lines.adopt(snapshot.lines, mark);
    const numbers = new Map(snapshot.sessions.map((one) => [one.sessionId, one.number]));
    const there = [...numbers.keys()];
    const programmes = await listProgrammes(db, {
      sessionIds: [...new Set([...there, ...lost.map(({ sessionId }) => sessionId)])],
      runningUntil: new Date(now().getTime() - OVERTIME_MS),
    });
    const known = new Set(programmes.map(({ sessionId }) => sessionId));
    for (const sessionId of there) if (!known.has(sessionId)) await this.#closeStranger(sessionId);
    for (const row of programmes) {
      // The database was not read before the node was asked, so it is behind only if it is another.
      const isStranger = (numbers.get(row.sessionId) ?? 0) > row.number;
      if (isStranger) await this.#closeStranger(row.sessionId);
      const shown = snapshot.sessions.find(({ sessionId }) => sessionId === row.sessionId)?.shown;
      await this.#adoptSession(row.sessionId, snapshot, isStranger ? undefined : shown);
      if (row.endedAt) this.#closeLater(row.sessionId, row.endedAt);
      else await this.open(row.sessionId);
    }
    for (const { sessionId } of this.#parts.sessions.all()) {
      if (this.#parts.isKept(sessionId)) await this.open(sessionId);
    }
    for (const line of lost) {
      this.forgetLine(line, 'LOST');
      this.tellClosed(line.lineId, { isTakenOver: false });
    }
  }

  /**
   * A session that the database does not know, or not as far as the node does: a backup was restored
   * under the node. It would take whatever is decided from now on for old, so its bus begins anew, and
   * the halls come back.
   */
  async #closeStranger(sessionId: string): Promise<void> {
    const { log, lines, media, sessions } = this.#parts;
    log.warn({ sessionId }, 'the media node had a session of another database');
    await media.closeSession(sessionId);
    for (const line of lines.linesWhere((one) => one.sessionId === sessionId)) {
      this.forgetLine(line, 'LOST');
      this.tellClosed(line.lineId, { isTakenOver: false });
    }
    sessions.forget(sessionId);
  }

  async #adoptSession(
    sessionId: string,
    snapshot: MediaSnapshot,
    shown: SessionFacts['shown'] | undefined,
  ): Promise<void> {
    const session = await this.#parts.sessions.get(sessionId);
    // As the book has them: what was closed meanwhile is struck.
    const lines = snapshot.lines.flatMap(({ lineId }) => {
      const line = this.#parts.lines.find(lineId);
      return line?.sessionId === sessionId ? [line] : [];
    });
    const siteOfLine = new Map(lines.map(({ lineId, siteId }) => [lineId, siteId]));
    session.facts.adopt({
      sources: snapshot.sources.flatMap((source) => {
        const isInput = source.lineId === null && source.sessionId === sessionId;
        const siteId = source.lineId === null ? null : (siteOfLine.get(source.lineId) ?? null);
        return isInput || siteId ? [{ ...source, siteId }] : [];
      }),
      shown,
    });
    for (const { siteId, canSend, isConnected } of lines) {
      if (siteId && canSend) session.setStanding(siteId, isConnected ? 'UP' : 'LOST');
    }
  }

  #keepOpen(sessionId: string): void {
    clearTimeout(this.#endings.get(sessionId));
    this.#endings.delete(sessionId);
  }

  #closeLater(sessionId: string, endedAt: Date): void {
    this.#keepOpen(sessionId);
    const passedMs = this.#parts.now().getTime() - endedAt.getTime();
    const restMs = Math.min(Math.max(LINES_STAY_MS - passedMs, 0), LINES_STAY_MS);
    const timer = setTimeout(() => this.#closeEnded(sessionId), restMs).unref();
    this.#endings.set(sessionId, timer);
  }

  #closeEnded(sessionId: string): void {
    this.#endings.delete(sessionId);
    const { lines, media } = this.#parts;
    for (const line of lines.linesWhere((one) => one.sessionId === sessionId)) {
      this.forgetLine(line, 'NONE');
      this.tellClosed(line.lineId, { isTakenOver: false });
    }
    this.#opened.delete(sessionId);
    this.#ignore(media.closeSession(sessionId));
    this.#parts.onBuses?.();
  }
}

function refusalOnly(error: unknown): void {
  if (!(error instanceof MediaRefusal)) throw error;
}
