import { Device, type types } from 'mediasoup-client';
import type { z } from 'zod';
import type { sourceOffer } from '#contract/line.ts';
import type { Slot } from '#domain/programme.ts';
import {
  LineRefusal,
  type LineCentre,
  type LineCommandName,
  type LineInput,
  type LineOutput,
} from './line-centre.ts';
import { encodingsOf } from './track-encodings.ts';

export type Direction = 'SEND' | 'RECEIVE';
export type SourceOffer = z.input<typeof sourceOffer>;
export type TrackKind = 'PICTURE' | 'SOUND';

export interface LifeParts {
  centre: LineCentre;
  lineId: string;
  sessionId: string;
  onTransport: (direction: Direction, state: types.ConnectionState) => void;
  /** Another browser engine, for tests. */
  makeDevice?: (() => Device) | undefined;
}

export interface Sent {
  producer: types.Producer;
  sourceId: string;
  isWanted: boolean;
}

export interface Received {
  slot: Slot | null;
  consumer: types.Consumer;
}

/** Pictures are shown this long after they came, the same for all of them: lip-sync. */
const PLAYED_AFTER_MS = 120;
/**
 * A picture still passes a decoder and waits for the screen; a sound’s jitter buffer adds 20 to 60 ms of
 * its own. An eye forgives sound that is 45 ms early to 125 ms late: aim at the middle.
 */
const SOUND_LATER_MS = 10;

/**
 * One line as long as the centre has it: transports, what is sent and what is received. When it is
 * lost for good, `Line` opens the next one. Closing it closes everything on it, on this side.
 */
export class LineLife {
  readonly #parts: LifeParts;
  readonly #device: Device;
  readonly #receive: types.Transport;
  readonly #send: types.Transport | null;
  #isClosed = false;

  /** @throws LineRefusal, LineSilence */
  static async open(parts: LifeParts): Promise<LineLife> {
    const { centre, lineId, sessionId } = parts;
    const opened = await centre.request('line:open', { lineId, sessionId });
    const device = parts.makeDevice?.() ?? (await Device.factory());
    await device.load({
      routerRtpCapabilities: opened.rtpCapabilities as unknown as types.RtpCapabilities,
    });
    return new LineLife(parts, { device, opened });
  }

  private constructor(parts: LifeParts, made: { device: Device; opened: LineOutput<'line:open'> }) {
    this.#parts = parts;
    this.#device = made.device;
    const iceServers = made.opened.iceServers as unknown as RTCIceServer[];
    const { send, receive } = made.opened;
    this.#receive = made.device.createRecvTransport({ ...optionsOf(receive), iceServers });
    this.#send = send ? made.device.createSendTransport({ ...optionsOf(send), iceServers }) : null;
    this.#tend('RECEIVE', this.#receive);
    if (this.#send) this.#tend('SEND', this.#send);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get connectionStates(): types.ConnectionState[] {
    return [this.#receive, ...(this.#send ? [this.#send] : [])].map((one) => one.connectionState);
  }

  /** Sends a track as a part of a source. @throws LineRefusal, LineSilence, or the browser's error */
  async send(source: SourceOffer, track: MediaStreamTrack): Promise<Sent> {
    if (!this.#send) throw new LineRefusal('FORBIDDEN');
    let answer: Omit<Sent, 'producer'> | undefined;
    const producer = await this.#send.produce({
      track,
      ...encodingsOf(source.kind, track.kind),
      stopTracks: false,
      disableTrackOnPause: false,
      zeroRtpOnPause: true,
      appData: { source, onAnswer: (sent: Omit<Sent, 'producer'>) => (answer = sent) },
    });
    return { producer, sourceId: answer?.sourceId ?? '', isWanted: answer?.isWanted ?? true };
  }

  async stopSending(producer: types.Producer): Promise<void> {
    producer.close();
    await this.#request('line:stop-sending', { producerId: producer.id });
  }

  async receiveProgramme(): Promise<Received[]> {
    const { tracks } = await this.#request('line:receive-programme', {
      rtpCapabilities: this.#rtpCapabilities,
    });
    return Promise.all(
      tracks.map(async ({ slot, ...track }) => ({ slot, consumer: await this.#take(track, slot) })),
    );
  }

  async receiveSource(sourceId: string): Promise<Received[]> {
    const { tracks } = await this.#request('line:receive-source', {
      sourceId,
      rtpCapabilities: this.#rtpCapabilities,
    });
    return Promise.all(
      tracks.map(async (track) => ({ slot: null, consumer: await this.#take(track, null) })),
    );
  }

  async resume(consumers: types.Consumer[]): Promise<void> {
    await this.#request('line:resume', { consumerIds: consumers.map(({ id }) => id) });
  }

  async preferLayer(consumer: types.Consumer, layer: 0 | 1): Promise<void> {
    await this.#request('line:prefer-layer', { consumerId: consumer.id, layer });
  }

  async stopReceiving(consumers: types.Consumer[]): Promise<void> {
    for (const consumer of consumers) consumer.close();
    await this.#request('line:stop-receiving', { consumerIds: consumers.map(({ id }) => id) });
  }

  /** Whether the centre still has the line, and as connected. @throws LineRefusal, LineSilence */
  async check(): Promise<boolean> {
    return (await this.#request('line:check', {})).isConnected;
  }

  /** Finds a new way through the network, keeping everything that is sent and received. */
  async restart(direction: Direction): Promise<void> {
    const transport = direction === 'SEND' ? this.#send : this.#receive;
    if (!transport || transport.connectionState === 'new') return;
    const { iceParameters } = await this.#request('line:restart', { direction });
    if (this.#isClosed) return;
    await transport.restartIce({ iceParameters: iceParameters as unknown as types.IceParameters });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#send?.close();
    this.#receive.close();
  }

  /** Tells the centre as well that nobody needs the line any more. */
  async leave(): Promise<void> {
    this.close();
    await this.#request('line:close', {});
  }

  get #rtpCapabilities(): Record<string, unknown> {
    return { ...this.#device.recvRtpCapabilities };
  }

  #request: LineRequest = (name, input) =>
    this.#parts.centre.request(name, { lineId: this.#parts.lineId, ...input } as never);

  async #take(track: ReceivedTrack, slot: Slot | null): Promise<types.Consumer> {
    const consumer = await this.#receive.consume({
      id: track.consumerId,
      producerId: track.producerId,
      kind: track.kind,
      rtpParameters: track.rtpParameters as unknown as types.RtpParameters,
      streamId: streamOf(track, slot),
    });
    const targetMs = PLAYED_AFTER_MS + (track.kind === 'audio' ? SOUND_LATER_MS : 0);
    if (consumer.rtpReceiver) consumer.rtpReceiver.jitterBufferTarget = targetMs;
    return consumer;
  }

  #tend(direction: Direction, transport: types.Transport): void {
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      this.#request('line:connect', { direction, dtlsParameters: { ...dtlsParameters } }).then(
        done,
        failed,
      );
    });
    transport.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
      this.#request('line:send', {
        source: appData['source'] as SourceOffer,
        kind: kind === 'video' ? 'PICTURE' : 'SOUND',
        rtpParameters: { ...rtpParameters },
      }).then((sent) => {
        (appData['onAnswer'] as (sent: Omit<Sent, 'producer'>) => void)(sent);
        done({ id: sent.producerId });
      }, failed);
    });
    transport.on('connectionstatechange', (state) => this.#parts.onTransport(direction, state));
  }
}

type ReceivedTrack = LineOutput<'line:receive-source'>['tracks'][number];

type LineRequest = <N extends Exclude<LineCommandName, 'line:open'>>(
  name: N,
  input: Omit<LineInput<N>, 'lineId'>,
) => Promise<LineOutput<N>>;

const optionsOf = (transport: Record<string, unknown>) =>
  transport as unknown as types.TransportOptions;

/** The centre's picture and sound belong together; the browser keeps tracks of one stream in step. */
function streamOf(track: ReceivedTrack, slot: Slot | null): string {
  if (slot === 'MAIN' || slot === 'SOUND_CENTRE') return 'centre';
  return slot ?? `source-${track.producerId}`;
}
