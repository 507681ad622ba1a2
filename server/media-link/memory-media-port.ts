import { randomUUID } from 'node:crypto';
import { PICTURE_SLOTS, SLOTS } from '#domain/programme.ts';
import type { Slot } from '#domain/programme.ts';
import { MediaRefusal } from './media-port.ts';
import { isPicture, MemoryMediaState, NOTHING_SHOWN } from './memory-media-state.ts';
import type { MemoryConsumer, MemoryLine } from './memory-media-state.ts';
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
} from './media-port.ts';

/**
 * The media node in memory, for tests of the server: keeps lines, sources and directions, and cuts at
 * once. Its transports lead nowhere; a test says when a line is up, lost or gone.
 */
export class MemoryMediaPort implements MediaPort {
  #epoch = randomUUID();
  #isAvailable = true;
  readonly #state = new MemoryMediaState((event) => this.emit(event));
  readonly #listeners = new Set<(event: MediaEvent) => void>();

  openSession(session: MediaSession): Promise<{ rtpCapabilities: RtpBlob }> {
    return this.#answer(() => {
      if (!this.#state.sessions.has(session.sessionId)) {
        const opened = { ...session, direction: null, shown: { ...NOTHING_SHOWN } };
        this.#state.sessions.set(session.sessionId, opened);
      }
      return { rtpCapabilities: capabilitiesOf(this.#state.session(session.sessionId)) };
    });
  }

  closeSession(sessionId: string): Promise<void> {
    return this.#answer(() => {
      for (const line of this.#state.linesOf(sessionId)) this.#state.end(line);
      this.#state.sessions.delete(sessionId);
      this.#state.settle();
    });
  }

  openLine(line: OpenLine): Promise<LineTransports> {
    return this.#answer(() => {
      const session = this.#state.session(line.sessionId);
      const earlier = this.#state.lines.get(line.lineId);
      if (earlier) this.#state.end(earlier);
      const opened = { ...line, isConnected: false, producers: new Map(), consumers: new Map() };
      this.#state.lines.set(line.lineId, opened);
      this.#state.settle();
      return {
        rtpCapabilities: capabilitiesOf(session),
        send: line.canSend ? { id: randomUUID() } : null,
        receive: { id: randomUUID() },
      };
    });
  }

  connectLine({
    lineId,
  }: {
    lineId: string;
    direction: LineDirection;
    dtlsParameters: RtpBlob;
  }): Promise<void> {
    return this.#answer(() => void this.#state.line(lineId));
  }

  restartLine(restart: { lineId: string; direction: LineDirection }): Promise<RtpBlob> {
    return this.#answer(() => {
      this.#state.line(restart.lineId);
      return { usernameFragment: randomUUID().slice(0, 8), password: randomUUID() };
    });
  }

  closeLine(lineId: string): Promise<void> {
    return this.#answer(() => {
      this.#state.end(this.#state.line(lineId));
      this.#state.settle();
    });
  }

  send({ lineId, sourceId, kind, rtpParameters }: SendTrack): Promise<{ producerId: string }> {
    return this.#answer(() => {
      const line = this.#state.line(lineId);
      if (!line.canSend || !Array.isArray(rtpParameters['codecs'])) {
        throw new MediaRefusal('INVALID_MEDIA');
      }
      this.#state.replace({ sourceId, kind, by: line });
      const producerId = randomUUID();
      line.producers.set(producerId, { producerId, sourceId, kind });
      this.#state.emitSource(sourceId, line.sessionId);
      this.#state.settle();
      return { producerId };
    });
  }

  stopSending({
    lineId,
    producerId,
  }: {
    lineId: string;
    producerId: string;
  }): Promise<{ sourceId: string | null }> {
    return this.#answer(() => {
      const line = this.#state.line(lineId);
      const producer = line.producers.get(producerId);
      if (!producer) return { sourceId: null };
      line.producers.delete(producerId);
      this.#state.emitSource(producer.sourceId, line.sessionId);
      this.#state.settle();
      return { sourceId: producer.sourceId };
    });
  }

  receiveProgramme(receive: {
    lineId: string;
    rtpCapabilities: RtpBlob;
  }): Promise<ProgrammeTrack[]> {
    return this.#answer(() => {
      const line = this.#state.line(receive.lineId);
      const slots = SLOTS.filter((slot) => slot !== 'RETURN' || line.siteId !== null);
      return slots.map((slot) => ({ slot, ...this.#receiveSlot(line, slot) }));
    });
  }

  receiveSource(receive: {
    lineId: string;
    sourceId: string;
    rtpCapabilities: RtpBlob;
  }): Promise<SourceTrack[]> {
    return this.#answer(() => {
      const { sourceId } = receive;
      const line = this.#state.line(receive.lineId);
      const kinds = this.#state.kindsOf(sourceId);
      if (kinds.size === 0) throw new MediaRefusal('SOURCE_NOT_SENDING');
      const tracks = [...kinds].map((kind) =>
        this.#consume(line, {
          of: { sourceId, kind },
          kind: kind === 'PICTURE' ? 'video' : 'audio',
        }),
      );
      this.#state.settle();
      return tracks;
    });
  }

  resume({ lineId, consumerIds }: { lineId: string; consumerIds: string[] }): Promise<void> {
    return this.#answer(() => {
      const { consumers } = this.#state.line(lineId);
      for (const id of consumerIds) {
        const consumer = consumers.get(id);
        if (consumer) consumer.isPaused = false;
      }
    });
  }

  stopReceiving({ lineId, consumerIds }: { lineId: string; consumerIds: string[] }): Promise<void> {
    return this.#answer(() => {
      const { consumers } = this.#state.line(lineId);
      for (const id of consumerIds) consumers.delete(id);
      this.#state.settle();
    });
  }

  preferLayer({ lineId }: { lineId: string; consumerId: string; layer: 0 | 1 }): Promise<void> {
    return this.#answer(() => void this.#state.line(lineId));
  }

  direct(direction: MediaDirection): Promise<void> {
    return this.#answer(() => {
      const session = this.#state.session(direction.sessionId);
      if (session.direction && direction.number < session.direction.number) return;
      session.direction = structuredClone(direction);
      for (const slot of PICTURE_SLOTS) this.#state.giveUpOn(session, slot);
      this.#state.settle();
    });
  }

  snapshot(): Promise<MediaSnapshot> {
    return this.#answer(() => ({
      epoch: this.#epoch,
      sessions: [...this.#state.sessions.values()].map(({ direction, shown, ...session }) => ({
        ...session,
        number: direction?.number ?? 0,
        shown: { ...shown },
      })),
      lines: [...this.#state.lines.values()].map(
        ({ producers: _p, consumers: _c, ...line }) => line,
      ),
      sources: [...this.#state.lines.values()].flatMap((line) =>
        [...new Set([...line.producers.values()].map(({ sourceId }) => sourceId))].map(
          (sourceId) => ({
            sourceId,
            lineId: line.lineId,
            hasPicture: this.#state.kindsOf(sourceId).has('PICTURE'),
            hasSound: this.#state.kindsOf(sourceId).has('SOUND'),
            isWanted: this.#state.wanted.has(sourceId),
          }),
        ),
      ),
    }));
  }

  onEvent(listener: (event: MediaEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The browser's transports are up, or their connection was lost. */
  setConnected(lineId: string, isConnected: boolean): void {
    const line = this.#state.line(lineId);
    line.isConnected = isConnected;
    this.emit({ type: 'line-changed', lineId, sessionId: line.sessionId, isConnected });
  }

  /** The line is gone without having been asked to: its worker died, or it was lost for good. */
  dropLine(lineId: string): void {
    const line = this.#state.line(lineId);
    this.#state.end(line);
    const { sessionId, siteId } = line;
    this.emit({ type: 'line-closed', lineId, sessionId, siteId });
    this.#state.settle();
  }

  /** The node begins anew: it knows nothing of what was before. */
  reset(): void {
    this.#state.lines.clear();
    this.#state.sessions.clear();
    this.#state.wanted.clear();
    this.#epoch = randomUUID();
    this.emit({ type: 'reset', epoch: this.#epoch });
  }

  /** While it is away, every call is refused with MEDIA_UNAVAILABLE. */
  setAvailable(isAvailable: boolean): void {
    this.#isAvailable = isAvailable;
  }

  /** The last direction that was carried out. */
  directionOf(sessionId: string): MediaDirection | null {
    return this.#state.sessions.get(sessionId)?.direction ?? null;
  }

  /** The slots that reach the line now: resumed, and not withheld from its hall. */
  flowing(lineId: string): Slot[] {
    const line = this.#state.line(lineId);
    const direction = this.directionOf(line.sessionId);
    const own = direction?.withheld.find(({ siteId }) => siteId === line.siteId);
    const withheld: readonly Slot[] = own?.slots ?? ['RETURN'];
    const received = [...line.consumers.values()].flatMap(({ of, isPaused }) =>
      'slot' in of && !isPaused ? [of.slot] : [],
    );
    return SLOTS.filter((slot) => received.includes(slot) && !withheld.includes(slot));
  }

  /** Tells the listeners, as the node would. */
  emit(event: MediaEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  async #answer<T>(answer: () => T): Promise<T> {
    // As over a socket: nothing is answered in the caller's own turn.
    await Promise.resolve();
    if (!this.#isAvailable) throw new MediaRefusal('MEDIA_UNAVAILABLE');
    return answer();
  }

  /** What the line has already stays. */
  #receiveSlot(line: MemoryLine, slot: Slot): SourceTrack {
    const known = [...line.consumers.values()].find(({ of }) => 'slot' in of && of.slot === slot);
    const kind = isPicture(slot) ? 'video' : 'audio';
    return known?.track ?? this.#consume(line, { of: { slot }, kind });
  }

  #consume(
    line: MemoryLine,
    { of, kind }: { of: MemoryConsumer['of']; kind: 'audio' | 'video' },
  ): SourceTrack {
    const consumerId = randomUUID();
    const producerId = randomUUID();
    const track = { consumerId, producerId, kind, rtpParameters: { encodings: [] } };
    line.consumers.set(consumerId, { consumerId, isPaused: true, of, track });
    return track;
  }
}

function capabilitiesOf({ codec }: MediaSession): RtpBlob {
  return { codecs: [{ mimeType: 'audio/opus' }, { mimeType: `video/${codec}` }] };
}
