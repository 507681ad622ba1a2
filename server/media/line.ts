import type { types } from 'mediasoup';
import type { Slot } from '#domain/programme.ts';
import type {
  LineDirection,
  LineFacts,
  LineTransports,
  OpenLine,
  RtpBlob,
} from '../media-link/media-port.ts';
import { MediaRefusal } from '../media-link/media-port.ts';
import type { IncomingBound } from './incoming-bound.ts';
import { boundIncoming, INCOMING_BOUND } from './incoming-bound.ts';
import { askAgainAfterDrops } from './layer-drop.ts';
import { LineTransport } from './line-transport.ts';
import { Reception } from './reception.ts';
import { checkSentTrack, orInvalid } from './rtp-checks.ts';
import type { SessionRouter } from './session-router.ts';

export interface LineBounds {
  /** A line whose browser never came. */
  untilConnectedMs: number;
  /** Without an answer to its checks for so long, a browser counts as away. */
  consentTimeoutS: number;
  /** Long enough for a changed network to be noticed and ICE to be restarted. */
  untilReturnedMs: number;
  incoming: IncomingBound;
}

export const LINE_BOUNDS: LineBounds = {
  untilConnectedMs: 60_000,
  consentTimeoutS: 10,
  untilReturnedMs: 30_000,
  incoming: INCOMING_BOUND,
};
/** Cameras of a studio, a screen and their sounds. */
const MOST_SENT = 16;
/** On a thin line the large picture comes before the second one; nobody receives both of these. */
const LARGE_SLOTS: readonly (Slot | null)[] = ['MAIN', 'RETURN'];
const LARGE_PRIORITY = 2;
/** The programme, and a page of tiles with picture and sound. */
const MOST_RECEIVED = 64;

interface LineParts {
  open: OpenLine;
  home: SessionRouter;
  /** Gives its place on the worker back. */
  layDown: () => void;
  bounds: LineBounds;
  onChanged: (isConnected: boolean) => void;
  /** Lost for good; whoever is told closes it. */
  onLost: () => void;
  /** It sends far more than pictures and sound; whoever is told closes it. */
  onFlooded: () => void;
}

/**
 * One browser's line: a transport each way, the producers it sends, the consumers it receives. Closing
 * it closes the transports, and with them all of these; producers tell their source by closing.
 */
export class Line {
  readonly home: SessionRouter;
  readonly #parts: LineParts;
  readonly #producers = new Map<string, types.Producer>();
  readonly #receptions = new Map<string, Reception>();
  #receive!: LineTransport;
  #send: LineTransport | null = null;
  #isConnected = false;
  #isClosed = false;
  #patience: NodeJS.Timeout;

  static async create(parts: LineParts): Promise<Line> {
    const line = new Line(parts);
    try {
      line.#receive = await line.#openTransport();
      if (parts.open.canSend) line.#send = await line.#openSending();
    } catch (error) {
      line.close();
      throw error;
    }
    return line;
  }

  private constructor(parts: LineParts) {
    this.#parts = parts;
    this.home = parts.home;
    this.#patience = setTimeout(parts.onLost, parts.bounds.untilConnectedMs);
  }

  get facts(): LineFacts {
    const { lineId, sessionId, siteId, owner, canSend } = this.#parts.open;
    return { lineId, sessionId, siteId, owner, canSend, isConnected: this.#isConnected };
  }

  get transports(): LineTransports {
    return {
      rtpCapabilities: this.home.router.rtpCapabilities as unknown as RtpBlob,
      send: this.#send?.description ?? null,
      receive: this.#receive.description,
    };
  }

  get receptions(): readonly Reception[] {
    return [...this.#receptions.values()];
  }

  async connect(direction: LineDirection, dtlsParameters: RtpBlob): Promise<void> {
    const transport = this.#transport(direction);
    await orInvalid(() => transport.connect(dtlsParameters as unknown as types.DtlsParameters));
  }

  async restart(direction: LineDirection): Promise<RtpBlob> {
    const iceParameters = await this.#transport(direction).transport.restartIce();
    return { ...iceParameters };
  }

  /** @throws MediaRefusal INVALID_MEDIA; then nothing is left of it */
  async send(kind: 'PICTURE' | 'SOUND', rtpParameters: RtpBlob): Promise<types.Producer> {
    const { transport } = this.#transport('SEND');
    if (this.#producers.size >= MOST_SENT) throw new MediaRefusal('INVALID_MEDIA');
    const parameters = checkSentTrack(kind, rtpParameters);
    this.#closeWithMid(parameters.mid);
    const producer = await orInvalid(() =>
      transport.produce({
        kind: kind === 'PICTURE' ? 'video' : 'audio',
        rtpParameters: parameters,
      }),
    );
    this.#producers.set(producer.id, producer);
    producer.observer.once('close', () => this.#producers.delete(producer.id));
    return producer;
  }

  stopSending(producerId: string): void {
    this.#producers.get(producerId)?.close();
  }

  /** A paused consumer; `withheld` ones stay so until they are released. */
  async receive(asked: {
    producer: types.Producer;
    rtpCapabilities: RtpBlob;
    slot: Slot | null;
    isWithheld: boolean;
  }): Promise<Reception> {
    const { producer, slot, isWithheld } = asked;
    if (this.#receptions.size >= MOST_RECEIVED) throw new MediaRefusal('INVALID_MEDIA');
    const rtpCapabilities = asked.rtpCapabilities as types.RtpCapabilities;
    const { transport } = this.#receive;
    const consumer = await orInvalid(() =>
      transport.consume({ producerId: producer.id, rtpCapabilities, paused: true }),
    );
    if (LARGE_SLOTS.includes(slot)) await consumer.setPriority(LARGE_PRIORITY);
    askAgainAfterDrops(consumer);
    const reception = new Reception({ consumer, slot, isWithheld });
    this.#receptions.set(consumer.id, reception);
    consumer.observer.once('close', () => this.#receptions.delete(consumer.id));
    return reception;
  }

  /** Ids that are not of this line, or of a track that ended meanwhile, do nothing. */
  async resume(consumerIds: string[]): Promise<void> {
    const asked = consumerIds.map((consumerId) => this.#receptions.get(consumerId));
    await Promise.all(asked.map((reception) => reception?.ask()));
  }

  stopReceiving(consumerIds: string[]): void {
    for (const consumerId of consumerIds) this.#receptions.get(consumerId)?.close();
  }

  async preferLayer(consumerId: string, layer: 0 | 1): Promise<void> {
    const consumer = this.#receptions.get(consumerId)?.consumer;
    if (consumer?.type !== 'simulcast') return;
    await consumer.setPreferredLayers({ spatialLayer: layer });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#patience);
    this.#parts.layDown();
    this.#send?.transport.close();
    this.#receive?.transport.close();
  }

  async #openTransport(): Promise<LineTransport> {
    return LineTransport.create({
      home: this.home,
      consentTimeoutS: this.#parts.bounds.consentTimeoutS,
      onChanged: () => this.#update(),
      onEnded: () => {
        if (!this.#isClosed) this.#parts.onLost();
      },
    });
  }

  async #openSending(): Promise<LineTransport> {
    const opened = await this.#openTransport();
    const { bounds, onFlooded } = this.#parts;
    await boundIncoming(opened.transport, {
      bound: bounds.incoming,
      isSending: () => opened.isUp,
      onFlooded,
    });
    return opened;
  }

  #update(): void {
    if (this.#isClosed) return;
    const transports = [this.#receive, this.#send].filter((one) => one != null);
    const isConnected =
      transports.some(({ isUp }) => isUp) && !transports.some(({ isLost }) => isLost);
    if (isConnected === this.#isConnected) return;
    this.#isConnected = isConnected;
    clearTimeout(this.#patience);
    const { onLost, onChanged, bounds } = this.#parts;
    if (!isConnected) this.#patience = setTimeout(onLost, bounds.untilReturnedMs);
    onChanged(isConnected);
  }

  #transport(direction: LineDirection): LineTransport {
    const transport = direction === 'SEND' ? this.#send : this.#receive;
    if (this.#isClosed) throw new MediaRefusal('LINE_NOT_FOUND');
    // A line that only receives was opened so, for one who may not send.
    if (!transport) throw new MediaRefusal('INVALID_MEDIA');
    return transport;
  }

  /** Browsers give the place of an ended track to the next one. */
  #closeWithMid(mid: string | undefined): void {
    if (mid === undefined) return;
    for (const producer of this.#producers.values()) {
      if (producer.rtpParameters.mid === mid) producer.close();
    }
  }
}
