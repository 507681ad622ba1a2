import * as mediasoup from 'mediasoup';
import type { types } from 'mediasoup';
import type { MediaEvent } from '../../media-link/media-port.ts';
import { routerCodecs } from '../router-codecs.ts';
import { senderReport, systemBusClock } from './bus-clock.ts';
import { PICTURE_RATE, timestampAt } from '../../rtp/media-time.ts';
import { ProgrammeBus } from './programme-bus.ts';
import type { BusSources } from './bus-sources.ts';
import { readRtp, writeRtp } from '../../rtp/rtp-packet.ts';
import type { RtpPacket } from '../../rtp/rtp-packet.ts';

/** A set-up for tests of the bus: a real worker, sources that send made-up frames, a receiver. */

const KEY = [
  Buffer.from([0x67, 0x42, 0xe0, 0x1f]),
  Buffer.from([0x68, 1, 2]),
  Buffer.alloc(900, 0x65),
];
const DELTA = [Buffer.alloc(300, 0x41)];
const FRAME_MS = 40;

/** What a source's frames are told apart by: the last byte of each payload. */
function marked(payloads: readonly Buffer[], mark: number): Buffer[] {
  return payloads.map((payload) => Buffer.concat([payload, Buffer.from([mark])]));
}

export interface FakeSource {
  sourceId: string;
  mark: number;
  /** Stops and starts sending, as a browser does when nobody watches. */
  isSending: boolean;
  /** Whether it answers requests for key frames; a slow line does not. */
  answersRequests: boolean;
  keyFrames: number;
}

type Producers = Map<string, { picture?: types.Producer; sound?: types.Producer }>;
type Listeners = Set<(sourceId: string) => void>;

export class BusBench {
  readonly events: MediaEvent[] = [];
  readonly router: types.Router;
  readonly bus: ProgrammeBus;
  readonly #worker: types.Worker;
  readonly #transport: types.DirectTransport;
  readonly #producers: Producers;
  readonly #listeners: Listeners;
  readonly #timers: NodeJS.Timeout[] = [];

  static async create(): Promise<BusBench> {
    const worker = await mediasoup.createWorker({ logLevel: 'error' });
    const router = await worker.createRouter({ mediaCodecs: routerCodecs('H264') });
    const transport = await router.createDirectTransport({ maxSendMessageSize: 262_144 });
    const producers: Producers = new Map();
    const listeners: Listeners = new Set();
    const events: MediaEvent[] = [];
    const sources: BusSources = {
      picture: (sourceId) => Promise.resolve(producers.get(sourceId)?.picture ?? null),
      sound: (sourceId) => Promise.resolve(producers.get(sourceId)?.sound ?? null),
      onChanged: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    };
    const bus = await ProgrammeBus.create({
      sessionId: 'session',
      codec: 'H264',
      router,
      sources,
      emit: (event) => void events.push(event),
    });
    return new BusBench({ worker, router, transport, producers, listeners, events, bus });
  }

  private constructor(made: {
    worker: types.Worker;
    router: types.Router;
    transport: types.DirectTransport;
    producers: Producers;
    listeners: Listeners;
    events: MediaEvent[];
    bus: ProgrammeBus;
  }) {
    this.#worker = made.worker;
    this.router = made.router;
    this.#transport = made.transport;
    this.#producers = made.producers;
    this.#listeners = made.listeners;
    this.events = made.events;
    this.bus = made.bus;
  }

  /** A source of 25 frames a second in one or two layers. */
  async addPicture(given: { sourceId: string; mark: number; layers: 1 | 2 }): Promise<FakeSource> {
    const { sourceId, mark, layers } = given;
    const ssrcs = Array.from({ length: layers }, (_none, layer) => mark * 100 + layer);
    const producer = await this.#transport.produce({
      kind: 'video',
      rtpParameters: this.#parameters('video/H264', { mid: `v${sourceId}`, ssrcs }),
    });
    this.#note(sourceId, { picture: producer });
    const source = { sourceId, mark, isSending: true, answersRequests: true, keyFrames: 0 };
    await producer.enableTraceEvent(['pli', 'fir']);
    const owed = new Set<number>(ssrcs);
    producer.on('trace', ({ info }) => {
      if (source.answersRequests) owed.add((info as { ssrc?: number }).ssrc ?? ssrcs[0]!);
    });
    const sequences = ssrcs.map(() => 1_000 * mark);
    let frame = 0;
    this.#every(FRAME_MS, () => {
      frame += 1;
      if (!source.isSending) return void ssrcs.forEach((ssrc) => owed.add(ssrc));
      const offset = mark * 1_000_000;
      const atFrame = timestampAt(performance.now(), PICTURE_RATE);
      ssrcs.forEach((ssrc, layer) => {
        // As a browser does: without its reports a viewer could not change layers.
        if (frame % 10 === 0) this.#transport.sendRtcp(reportOf(ssrc, offset));
        const isKey = owed.delete(ssrc);
        if (isKey) source.keyFrames += 1;
        const payloads = marked(isKey ? KEY : DELTA, mark + layer);
        payloads.forEach((payload, index) => {
          sequences[layer] = (sequences[layer]! + 1) & 0xffff;
          const isMarker = index === payloads.length - 1;
          const timestamp = (atFrame + offset) >>> 0;
          const sequence = sequences[layer]!;
          const payloadType = this.#payloadType('video/H264');
          producer.send(writeRtp({ payloadType, ssrc, isMarker, sequence, timestamp }, payload));
        });
      });
    });
    return source;
  }

  async addSound(given: { sourceId: string; mark: number }): Promise<void> {
    const { sourceId, mark } = given;
    const ssrc = mark * 100 + 50;
    const producer = await this.#transport.produce({
      kind: 'audio',
      rtpParameters: this.#parameters('audio/opus', { mid: `a${sourceId}`, ssrcs: [ssrc] }),
    });
    this.#note(sourceId, { sound: producer });
    let sequence = 0;
    const payloadType = this.#payloadType('audio/opus');
    this.#every(20, () => {
      sequence += 1;
      const header = { payloadType, ssrc, isMarker: false, sequence, timestamp: sequence * 960 };
      producer.send(writeRtp(header, Buffer.from([0xfc, 1, 2, mark])));
    });
  }

  /** Everything that one slot's stream carries from now on, as a hall at the given layer gets it. */
  async receive(producer: types.Producer, layer: 0 | 1 = 1): Promise<RtpPacket[]> {
    const transport = await this.router.createDirectTransport();
    const { rtpCapabilities } = this.router;
    const consumer = await transport.consume({ producerId: producer.id, rtpCapabilities });
    if (consumer.type === 'simulcast') await consumer.setPreferredLayers({ spatialLayer: layer });
    const packets: RtpPacket[] = [];
    consumer.on('rtp', (bytes) => {
      const packet = readRtp(bytes);
      if (packet) packets.push(packet);
    });
    return packets;
  }

  removeSource(sourceId: string): void {
    const known = this.#producers.get(sourceId);
    this.#producers.delete(sourceId);
    known?.picture?.close();
    known?.sound?.close();
    for (const listener of this.#listeners) listener(sourceId);
  }

  close(): void {
    this.#timers.forEach((timer) => clearInterval(timer));
    this.bus.close();
    this.#worker.close();
  }

  #note(sourceId: string, made: { picture?: types.Producer; sound?: types.Producer }): void {
    this.#producers.set(sourceId, { ...this.#producers.get(sourceId), ...made });
    for (const listener of this.#listeners) listener(sourceId);
  }

  #every(intervalMs: number, work: () => void): void {
    this.#timers.push(setInterval(work, intervalMs));
  }

  #payloadType(mimeType: string): number {
    const found = this.router.rtpCapabilities.codecs?.find((one) => one.mimeType === mimeType);
    return found!.preferredPayloadType!;
  }

  #parameters(mimeType: string, given: { mid: string; ssrcs: number[] }): types.RtpParameters {
    const found = this.router.rtpCapabilities.codecs!.find((one) => one.mimeType === mimeType)!;
    const { clockRate, channels, parameters = {} } = found;
    const payloadType = found.preferredPayloadType!;
    return {
      mid: given.mid,
      codecs: [
        {
          mimeType,
          clockRate,
          payloadType,
          parameters,
          ...(channels === undefined ? {} : { channels }),
          rtcpFeedback: mimeType.startsWith('video') ? [{ type: 'nack', parameter: 'pli' }] : [],
        },
      ],
      encodings: given.ssrcs.map((ssrc) => ({ ssrc })),
      rtcp: { cname: given.mid },
    };
  }
}

function reportOf(ssrc: number, offset: number): Buffer {
  const sent = { packets: 0, octets: 0 };
  const report = senderReport({ ssrc, rate: PICTURE_RATE, clock: systemBusClock, ...sent });
  report.writeUInt32BE((report.readUInt32BE(16) + offset) >>> 0, 16);
  return report;
}

/** The source that a received packet came from. */
export function markOf(packet: RtpPacket): number {
  return packet.bytes[packet.bytes.length - 1]!;
}
