import { randomUUID } from 'node:crypto';
import type { Logger } from '../logger.ts';
import type {
  LineDirection,
  LineTransports,
  MediaDirection,
  MediaEvent,
  MediaPort,
  MediaSession,
  MediaSnapshot,
  OpenLine,
  ProgrammeTrack,
  RtpBlob,
  SendTrack,
  SourceTrack,
} from '../media-link/media-port.ts';
import { MediaRefusal } from '../media-link/media-port.ts';
import type { Inlet } from './inlet.ts';
import { KeyedQueue } from './keyed-queue.ts';
import type { LineBounds } from './line.ts';
import type { MediaWorker, WorkerSettings } from './media-worker.ts';
import type { ProgrammeTaps } from './programme-taps.ts';
import { Session } from './session.ts';
import { WorkerPool } from './worker-pool.ts';

const MOST_SESSIONS = 64;

interface NodeParts {
  settings: WorkerSettings & { workerCount: number };
  log: Logger;
  bounds: LineBounds;
}

/**
 * The media node itself, in the process of its workers. What concerns one line is done in the order
 * asked. Closing it closes every session, then the workers.
 */
export class NodeMediaPort implements MediaPort {
  readonly epoch = randomUUID();
  readonly #parts: NodeParts;
  readonly #sessions = new Map<string, Promise<Session>>();
  /** Sessions by line, also of lines that are gone: to be asked, not to be believed. */
  readonly #sessionOfLine = new Map<string, Session>();
  readonly #ofLine = new KeyedQueue();
  readonly #listeners = new Set<(event: MediaEvent) => void>();
  #pool!: WorkerPool;

  static async create(parts: NodeParts): Promise<NodeMediaPort> {
    const node = new NodeMediaPort(parts);
    const { settings, log } = parts;
    node.#pool = await WorkerPool.create({
      settings,
      log,
      onDied: (worker) => node.#loseWorker(worker),
    });
    return node;
  }

  private constructor(parts: NodeParts) {
    this.#parts = parts;
  }

  get workerPids(): number[] {
    return this.#pool.workers.map(({ pid }) => pid);
  }

  async openSession(session: MediaSession): Promise<{ rtpCapabilities: RtpBlob }> {
    const { sessionId } = session;
    const opened = this.#sessions.get(sessionId) ?? this.#createSession(session);
    return { rtpCapabilities: await (await opened).rtpCapabilities() };
  }

  async closeSession(sessionId: string): Promise<void> {
    const opened = this.#sessions.get(sessionId);
    this.#sessions.delete(sessionId);
    const session = await opened;
    if (!session) return;
    for (const { lineId } of session.lines) this.#sessionOfLine.delete(lineId);
    session.close();
  }

  openLine(line: OpenLine): Promise<LineTransports> {
    return this.#ofLine.run(line.lineId, async () => {
      const session = await this.#session(line.sessionId);
      this.#sessionOfLine.get(line.lineId)?.closeLine(line.lineId);
      this.#sessionOfLine.set(line.lineId, session);
      try {
        return await session.openLine(line);
      } catch (error) {
        this.#sessionOfLine.delete(line.lineId);
        throw error;
      }
    });
  }

  connectLine(connect: {
    lineId: string;
    direction: LineDirection;
    dtlsParameters: RtpBlob;
  }): Promise<void> {
    const { lineId, direction, dtlsParameters } = connect;
    return this.#onLine(lineId, (session) =>
      session.line(lineId).connect(direction, dtlsParameters),
    );
  }

  restartLine({ lineId, direction }: { lineId: string; direction: LineDirection }) {
    return this.#onLine(lineId, (session) => session.line(lineId).restart(direction));
  }

  closeLine(lineId: string): Promise<void> {
    return this.#onLine(lineId, async (session) => {
      this.#sessionOfLine.delete(lineId);
      session.closeLine(lineId);
    });
  }

  send(send: SendTrack): Promise<{ producerId: string }> {
    return this.#onLine(send.lineId, (session) => session.send(send));
  }

  stopSending(stop: { lineId: string; producerId: string }): Promise<{ sourceId: string | null }> {
    return this.#onLine(stop.lineId, async (session) => session.stopSending(stop));
  }

  receiveProgramme(receive: {
    lineId: string;
    rtpCapabilities: RtpBlob;
  }): Promise<ProgrammeTrack[]> {
    return this.#onLine(receive.lineId, (session) => session.receiveProgramme(receive));
  }

  receiveSource(receive: {
    lineId: string;
    sourceId: string;
    rtpCapabilities: RtpBlob;
  }): Promise<SourceTrack[]> {
    return this.#onLine(receive.lineId, (session) => session.receiveSource(receive));
  }

  resume({ lineId, consumerIds }: { lineId: string; consumerIds: string[] }): Promise<void> {
    return this.#onLine(lineId, (session) => session.line(lineId).resume(consumerIds));
  }

  stopReceiving({ lineId, consumerIds }: { lineId: string; consumerIds: string[] }) {
    return this.#onLine(lineId, async (session) => session.line(lineId).stopReceiving(consumerIds));
  }

  preferLayer(prefer: { lineId: string; consumerId: string; layer: 0 | 1 }): Promise<void> {
    const { lineId, consumerId, layer } = prefer;
    return this.#onLine(lineId, (session) => session.line(lineId).preferLayer(consumerId, layer));
  }

  async direct(direction: MediaDirection): Promise<void> {
    await (await this.#session(direction.sessionId)).direct(direction);
  }

  async snapshot(): Promise<MediaSnapshot> {
    const sessions = await this.#openSessions();
    return {
      epoch: this.epoch,
      sessions: sessions.map(({ facts }) => facts),
      lines: sessions.flatMap(({ lines }) => lines),
      sources: sessions.flatMap(({ sources }) => sources),
    };
  }

  /** @throws MediaRefusal LINE_NOT_FOUND when the session is not open */
  async tapsOf(sessionId: string): Promise<{ taps: ProgrammeTaps; codec: MediaSession['codec'] }> {
    const { taps, codec } = await this.#session(sessionId);
    return { taps, codec };
  }

  /** @throws MediaRefusal LINE_NOT_FOUND when the session is not open */
  async sessionOf(sessionId: string): Promise<Pick<Session, 'codec' | 'tapSource'>> {
    return this.#session(sessionId);
  }

  /** @throws MediaRefusal LINE_NOT_FOUND when the session is not open */
  async openInlet(open: {
    sessionId: string;
    sourceId: string;
    onLost: () => void;
  }): Promise<Inlet> {
    return (await this.#session(open.sessionId)).openInlet(open);
  }

  onEvent(listener: (event: MediaEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    for (const sessionId of [...this.#sessions.keys()]) {
      await this.closeSession(sessionId).catch(() => {});
    }
    await this.#pool.close();
  }

  #createSession(session: MediaSession): Promise<Session> {
    if (this.#sessions.size >= MOST_SESSIONS) throw new MediaRefusal('MEDIA_UNAVAILABLE');
    const { log, bounds } = this.#parts;
    const emit = (event: MediaEvent) => this.#emit(event);
    const { sessionId, codec } = session;
    const opened = Session.create({
      session: { sessionId, codec },
      pool: this.#pool,
      bounds,
      log,
      emit,
    });
    this.#sessions.set(sessionId, opened);
    opened.catch(() => this.#sessions.delete(sessionId));
    return opened;
  }

  async #session(sessionId: string): Promise<Session> {
    const session = await this.#sessions.get(sessionId);
    if (!session) throw new MediaRefusal('LINE_NOT_FOUND');
    return session;
  }

  /** In the order asked. @throws MediaRefusal LINE_NOT_FOUND */
  #onLine<T>(lineId: string, work: (session: Session) => Promise<T>): Promise<T> {
    return this.#ofLine.run(lineId, async () => {
      const session = this.#sessionOfLine.get(lineId);
      if (!session?.hasLine(lineId)) throw new MediaRefusal('LINE_NOT_FOUND');
      return work(session);
    });
  }

  async #openSessions(): Promise<Session[]> {
    const settled = await Promise.allSettled(this.#sessions.values());
    return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }

  #loseWorker(worker: MediaWorker): void {
    for (const session of this.#sessions.values()) {
      session.then(
        (opened) => opened.loseWorker(worker),
        () => {},
      );
    }
  }

  #emit(event: MediaEvent): void {
    if (event.type === 'line-closed') this.#sessionOfLine.delete(event.lineId);
    for (const listener of [...this.#listeners]) listener(event);
  }
}
