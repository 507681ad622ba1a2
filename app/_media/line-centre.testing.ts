import { Device, type types } from 'mediasoup-client';
import {
  generateConsumerRemoteParameters,
  generateLocalDtlsParameters,
  generateNativeRtpCapabilities,
  generateRouterRtpCapabilities,
  generateTransportRemoteParameters,
} from 'mediasoup-client/fakeParameters';
import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import type { ErrorCode } from '#contract/errors.ts';
import { SLOTS } from '#domain/programme.ts';
import {
  LineRefusal,
  LineSilence,
  type LineCentre,
  type LineCommandName,
  type LineInput,
  type LineOutput,
} from './line-centre.ts';

type Blob = Record<string, unknown>;

/** A track without a device. */
export class PlainTrack extends EventTarget {
  readonly id = crypto.randomUUID();
  readonly kind: 'audio' | 'video';
  enabled = true;
  readyState: 'live' | 'ended' = 'live';
  constructor(kind: 'audio' | 'video') {
    super();
    this.kind = kind;
  }
  stop(): void {
    this.readyState = 'ended';
  }
  static of(kind: 'audio' | 'video'): MediaStreamTrack {
    return new PlainTrack(kind) as unknown as MediaStreamTrack;
  }
}

/** A centre without a network: it answers as the real one does, and its lines can be taken away. */
export class MemoryCentre implements LineCentre {
  readonly asked: { name: LineCommandName; input: Blob }[] = [];
  readonly transports: types.Transport[] = [];
  /** What the next commands of that name are answered with, instead of an answer. */
  readonly troubles = new Map<LineCommandName, (ErrorCode | 'SILENCE')[]>();
  readonly sourceIds = new Map<string, string>();
  readonly #watchers = new Set<() => void>();
  readonly #hearers = new Set<(closed: { lineId: string; isTakenOver: boolean }) => void>();
  isWanted = false;
  isLineUp = true;
  timesDoubted = 0;
  #isConnected = true;
  #lineId: string | null = null;

  makeDevice = (): Device => {
    const device = new Device({
      handlerFactory: FakeHandler.createFactory({
        generateNativeRtpCapabilities,
        generateLocalDtlsParameters,
      }),
    });
    device.observer.on('newtransport', (transport) => this.transports.push(transport));
    return device;
  };

  isConnected = () => this.#isConnected;

  networkChanged(): void {
    this.timesDoubted += 1;
  }

  watch(onChange: () => void): () => void {
    this.#watchers.add(onChange);
    return () => void this.#watchers.delete(onChange);
  }

  onLineClosed(hear: (closed: { lineId: string; isTakenOver: boolean }) => void): () => void {
    this.#hearers.add(hear);
    return () => void this.#hearers.delete(hear);
  }

  setConnected(isConnected: boolean): void {
    this.#isConnected = isConnected;
    for (const watcher of this.#watchers) watcher();
  }

  setTransports(state: types.ConnectionState): void {
    for (const { closed, handler } of this.transports) {
      if (!closed) (handler as unknown as FakeHandler).setConnectionState(state);
    }
  }

  /** The line ends at the centre; with `tell`, its owner hears of it. */
  closeLine(tell: { isTakenOver: boolean } | null): void {
    const lineId = this.#lineId;
    this.#lineId = null;
    if (tell && lineId) for (const hear of this.#hearers) hear({ lineId, ...tell });
  }

  inputsOf(name: LineCommandName): Blob[] {
    return this.asked.filter((one) => one.name === name).map(({ input }) => input);
  }

  async request<N extends LineCommandName>(name: N, input: LineInput<N>): Promise<LineOutput<N>> {
    this.asked.push({ name, input: input as Blob });
    const trouble = this.troubles.get(name)?.shift();
    if (trouble === 'SILENCE' || !this.#isConnected) throw new LineSilence(name);
    if (trouble) throw new LineRefusal(trouble);
    const lineId = (input as { lineId: string }).lineId;
    if (name === 'line:open') this.#lineId = lineId;
    else if (lineId !== this.#lineId) throw new LineRefusal('LINE_NOT_FOUND');
    return this.#answer(name, input as Blob) as LineOutput<N>;
  }

  #answer(name: LineCommandName, input: Blob): Blob {
    switch (name) {
      case 'line:open':
        return {
          codec: 'VP8',
          rtpCapabilities: generateRouterRtpCapabilities(),
          send: generateTransportRemoteParameters(),
          receive: generateTransportRemoteParameters(),
          iceServers: [],
        };
      case 'line:check':
        return { isConnected: this.isLineUp };
      case 'line:restart':
        return { iceParameters: generateTransportRemoteParameters().iceParameters };
      case 'line:send':
        return this.#send(input);
      case 'line:receive-programme':
        return {
          tracks: SLOTS.map((slot) => ({ slot, ...this.#track(slot.startsWith('SOUND')) })),
        };
      case 'line:receive-source':
        return { tracks: [this.#track(false), this.#track(true)] };
      default:
        return {};
    }
  }

  #send(input: Blob): Blob {
    const { key } = input['source'] as { key: string };
    const sourceId = this.sourceIds.get(key) ?? crypto.randomUUID();
    this.sourceIds.set(key, sourceId);
    return { producerId: crypto.randomUUID(), sourceId, isWanted: this.isWanted };
  }

  #track(isSound: boolean): Blob {
    const { id, producerId, kind, rtpParameters } = generateConsumerRemoteParameters({
      codecMimeType: isSound ? 'audio/opus' : 'video/VP8',
    });
    return { consumerId: id, producerId, kind, rtpParameters };
  }
}
