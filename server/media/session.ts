import type { types } from 'mediasoup';
import type { Slot } from '#domain/programme.ts';
import { SLOTS } from '#domain/programme.ts';
import type { Logger } from '../logger.ts';
import type {
  LineFacts,
  LineTransports,
  MediaDirection,
  MediaEvent,
  MediaSession,
  OpenLine,
  ProgrammeTrack,
  RtpBlob,
  SendTrack,
  SessionFacts,
  SourceFacts,
  SourceTrack,
} from '../media-link/media-port.ts';
import { MediaRefusal } from '../media-link/media-port.ts';
import { Inlet } from './inlet.ts';
import type { LineBounds } from './line.ts';
import { Line } from './line.ts';
import type { MediaWorker } from './media-worker.ts';
import type { ProgrammeTaps } from './programme-taps.ts';
import type { Reception } from './reception.ts';
import type { SessionRouter } from './session-router.ts';
import { SessionProgramme } from './session-programme.ts';
import { SourceDirectory } from './source-directory.ts';
import type { SourceCarrier } from './source-directory.ts';
import type { WorkerPool } from './worker-pool.ts';

const MOST_LINES = 4_000;
const MOST_INLETS = 16;

interface SessionParts {
  session: MediaSession;
  pool: WorkerPool;
  bounds: LineBounds;
  log: Logger;
  emit: (event: MediaEvent) => void;
}

/**
 * One session: its lines, its sources and its programme. Closing it closes every line, by which their
 * sources end, then the bus and its routers.
 */
export class Session {
  readonly #parts: SessionParts;
  readonly #lines = new Map<string, Line>();
  readonly #sources = new SourceDirectory();
  readonly #inlets = new Set<Inlet>();
  #programme!: SessionProgramme;
  #isClosed = false;

  static async create(parts: SessionParts): Promise<Session> {
    const session = new Session(parts);
    const { log, pool, emit } = parts;
    session.#programme = await SessionProgramme.create({
      session: parts.session,
      pool,
      log,
      emit,
      sources: session.#sources,
      onWithheldChanged: () => session.#applyWithheld(),
    });
    return session;
  }

  private constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#sources.onChanged((sourceId) => this.#tellSource(sourceId));
  }

  get facts(): SessionFacts {
    return this.#programme.facts;
  }

  get taps(): ProgrammeTaps {
    return this.#programme.taps;
  }

  tapSource(
    ...asked: Parameters<SessionProgramme['tapSource']>
  ): ReturnType<SessionProgramme['tapSource']> {
    return this.#programme.tapSource(...asked);
  }

  get codec(): MediaSession['codec'] {
    return this.#parts.session.codec;
  }

  get lines(): LineFacts[] {
    return [...this.#lines.values()].map(({ facts }) => facts);
  }

  get sources(): SourceFacts[] {
    const { sessionId } = this.#parts.session;
    return this.#sources.all().map(({ siteId: _siteId, ...source }) => {
      return { ...source, sessionId, isWanted: this.#programme.isWanted(source.sourceId) };
    });
  }

  async rtpCapabilities(): Promise<RtpBlob> {
    const relay = await this.#programme.relay();
    return relay.rtpCapabilities as unknown as RtpBlob;
  }

  direct(direction: MediaDirection): Promise<void> {
    return this.#programme.direct(direction);
  }

  /** Places the line on the worker with the least load. */
  async openLine(open: OpenLine): Promise<LineTransports> {
    if (this.#lines.size >= MOST_LINES) throw new MediaRefusal('MEDIA_UNAVAILABLE');
    const relay = await this.#programme.relay();
    const { worker, layDown } = await this.#parts.pool.place('line');
    try {
      const line = await this.#createLine({ open, home: await relay.on(worker), layDown });
      // Made on what ended meanwhile, it would lead nowhere.
      if (this.#isClosed || relay.isClosed || !worker.isAlive) {
        line.close();
        throw new MediaRefusal('MEDIA_UNAVAILABLE');
      }
      this.#lines.set(open.lineId, line);
      return line.transports;
    } catch (error) {
      layDown();
      throw error;
    }
  }

  /** @throws MediaRefusal LINE_NOT_FOUND */
  line(lineId: string): Line {
    const line = this.#lines.get(lineId);
    if (!line) throw new MediaRefusal('LINE_NOT_FOUND');
    return line;
  }

  hasLine(lineId: string): boolean {
    return this.#lines.has(lineId);
  }

  closeLine(lineId: string): void {
    const line = this.#lines.get(lineId);
    this.#lines.delete(lineId);
    line?.close();
  }

  async send(send: SendTrack): Promise<{ producerId: string }> {
    const { sourceId, kind, lineId } = send;
    const line = this.line(lineId);
    const producer = await line.send(kind, send.rtpParameters);
    if (producer.closed) throw new MediaRefusal('LINE_NOT_FOUND');
    this.#sources.put({ sourceId, line, kind, producer });
    return { producerId: producer.id };
  }

  /** A way in for a source that no browser sends; the last one opened for a source brings it. */
  async openInlet(open: { sourceId: string; onLost: () => void }): Promise<Inlet> {
    if (this.#inlets.size >= MOST_INLETS) throw new MediaRefusal('MEDIA_UNAVAILABLE');
    const { origin } = await this.#programme.relay();
    const { sourceId, onLost } = open;
    const { codec } = this.#parts.session;
    const inlet = await Inlet.create({
      ...{ sourceId, codec, home: origin },
      onLost: (lost) => {
        this.#inlets.delete(lost);
        onLost();
      },
    });
    if (this.#isClosed || inlet.isClosed) {
      inlet.close();
      throw new MediaRefusal('MEDIA_UNAVAILABLE');
    }
    this.#inlets.add(inlet);
    for (const kind of ['PICTURE', 'SOUND'] as const) {
      this.#sources.put({ sourceId, line: inlet, kind, producer: inlet.producers[kind] });
    }
    return inlet;
  }

  stopSending(stop: { lineId: string; producerId: string }): { sourceId: string | null } {
    const line = this.line(stop.lineId);
    const sourceId = this.#sources.sourceOf({ ...stop, line });
    line.stopSending(stop.producerId);
    return { sourceId };
  }

  /** What the line has already stays; what is missing is added. */
  async receiveProgramme(receive: {
    lineId: string;
    rtpCapabilities: RtpBlob;
  }): Promise<ProgrammeTrack[]> {
    const line = this.line(receive.lineId);
    const slots = SLOTS.filter((slot) => slot !== 'RETURN' || line.facts.siteId !== null);
    const made: Reception[] = [];
    try {
      const tracks: ProgrammeTrack[] = [];
      for (const slot of slots) {
        const known = line.receptions.find((reception) => reception.slot === slot);
        const reception = known ?? (await this.#receiveSlot(line, slot, receive.rtpCapabilities));
        if (!known) made.push(reception);
        tracks.push({ slot, ...trackOf(reception.consumer) });
      }
      return tracks;
    } catch (error) {
      for (const reception of made) reception.close();
      throw error;
    }
  }

  async receiveSource(receive: {
    lineId: string;
    sourceId: string;
    rtpCapabilities: RtpBlob;
  }): Promise<SourceTrack[]> {
    const { sourceId, rtpCapabilities } = receive;
    const line = this.line(receive.lineId);
    const sent = (['PICTURE', 'SOUND'] as const).flatMap((kind) => {
      const track = this.#sources.track(sourceId, kind);
      return track ? [track] : [];
    });
    if (sent.length === 0) throw new MediaRefusal('SOURCE_NOT_SENDING');
    const made: Reception[] = [];
    try {
      for (const track of sent) {
        made.push(await this.#receiveTrack(track, { line, rtpCapabilities }));
      }
    } catch (error) {
      for (const reception of made) reception.close();
      throw error;
    }
    for (const { consumer } of made) onceClosed(consumer, this.#programme.watch(sourceId));
    return made.map(({ consumer }) => trackOf(consumer));
  }

  /** Its lines are gone; with the bus's worker, all are. Their owners come back by themselves. */
  loseWorker(worker: MediaWorker): void {
    const losesAll = this.#programme.losesBus(worker);
    for (const line of [...this.#lines.values()]) {
      if (losesAll || line.home.worker === worker) this.#loseLine(line);
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const lineId of [...this.#lines.keys()]) this.closeLine(lineId);
    for (const inlet of [...this.#inlets]) inlet.close();
    this.#programme.close();
  }

  async #createLine(made: {
    open: OpenLine;
    home: SessionRouter;
    layDown: () => void;
  }): Promise<Line> {
    const { lineId, sessionId, siteId } = made.open;
    const { bounds, emit, log } = this.#parts;
    const lose = () => {
      if (this.#lines.get(lineId) === line) this.#loseLine(line);
    };
    const line: Line = await Line.create({
      ...made,
      bounds,
      onChanged: (isConnected) => emit({ type: 'line-changed', lineId, sessionId, isConnected }),
      onLost: lose,
      onFlooded: () => {
        log.warn({ lineId, sessionId, siteId }, 'a line floods: it is closed');
        lose();
      },
    });
    return line;
  }

  #loseLine(line: Line): void {
    const { lineId, sessionId, siteId } = line.facts;
    this.closeLine(lineId);
    this.#parts.emit({ type: 'line-closed', lineId, sessionId, siteId });
  }

  async #receiveSlot(line: Line, slot: Slot, rtpCapabilities: RtpBlob): Promise<Reception> {
    const relay = await this.#programme.relay();
    const producer = await relay.slot(slot, line.home);
    const { siteId } = line.facts;
    const isWithheld = this.#programme.withheldFrom(siteId).has(slot);
    const reception = await line.receive({ producer, rtpCapabilities, slot, isWithheld });
    // The director may have changed it while the worker made the consumer.
    await setWithheld(reception, this.#programme.withheldFrom(siteId));
    return reception;
  }

  async #receiveTrack(
    track: { producer: types.Producer; line: SourceCarrier },
    { line, rtpCapabilities }: { line: Line; rtpCapabilities: RtpBlob },
  ): Promise<Reception> {
    const { producer, giveBack } = await line.home
      .borrow(track.producer, track.line.home)
      .catch(() => {
        throw new MediaRefusal('SOURCE_NOT_SENDING');
      });
    try {
      const asked = { producer, rtpCapabilities, slot: null, isWithheld: false };
      const reception = await line.receive(asked);
      onceClosed(reception.consumer, giveBack);
      return reception;
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  async #applyWithheld(): Promise<void> {
    const changes: Promise<void>[] = [];
    for (const line of this.#lines.values()) {
      const withheld = this.#programme.withheldFrom(line.facts.siteId);
      for (const reception of line.receptions) changes.push(setWithheld(reception, withheld));
    }
    await Promise.allSettled(changes);
  }

  #tellSource(sourceId: string): void {
    const { sessionId } = this.#parts.session;
    const { hasPicture, hasSound } = this.#sources.find(sourceId) ?? {
      hasPicture: false,
      hasSound: false,
    };
    this.#parts.emit({ type: 'source-changed', sourceId, sessionId, hasPicture, hasSound });
  }
}

function setWithheld(reception: Reception, withheld: ReadonlySet<Slot>): Promise<void> {
  if (reception.slot === null) return Promise.resolve();
  return withheld.has(reception.slot) ? reception.hold() : reception.release();
}

function onceClosed(consumer: types.Consumer, listener: () => void): void {
  if (consumer.closed) listener();
  else consumer.observer.once('close', listener);
}

function trackOf(consumer: types.Consumer): SourceTrack {
  const { id, producerId, kind, rtpParameters } = consumer;
  return { consumerId: id, producerId, kind, rtpParameters: rtpParameters as unknown as RtpBlob };
}
