import { randomUUID } from 'node:crypto';
import type { Track } from 'node-datachannel';
import type { HttpIdentity } from '#contract/program-client.ts';
import type { CommandOutput } from '#contract/registry.ts';
import { chooseCodecs, receiveCapabilities } from '#server/demo/simulated-halls/capabilities.ts';
import type { SessionCodecs } from '#server/demo/simulated-halls/capabilities.ts';
import { HallSocket } from '#server/demo/simulated-halls/hall-socket.ts';
import { MediaConnection } from '#server/demo/simulated-halls/media-connection.ts';
import { Reception } from '#server/demo/simulated-halls/reception.ts';
import { receivedSection } from '#server/demo/simulated-halls/session-description.ts';

export interface RecreatingParts {
  account: HttpIdentity;
  sessionId: string;
  onPicture(payload: Buffer): void;
}

/**
 * A receiver without a programme bus: at each take it asks for a consumer of the new source,
 * negotiates anew and lets it flow, over the same contract and the same kind of line.
 */
export class RecreatingReceiver {
  readonly #parts: RecreatingParts;
  readonly #socket: HallSocket;
  readonly #lineId = randomUUID();
  readonly #reception: Reception;
  #opened: CommandOutput<'line:open'> | null = null;
  #codecs: SessionCodecs | null = null;
  #connection: MediaConnection | null = null;
  #consumerIds: string[] = [];
  #sourceId: string | null = null;
  #changing: Promise<void> = Promise.resolve();

  static async open(parts: RecreatingParts): Promise<RecreatingReceiver> {
    let onConnected = () => {};
    const isConnected = new Promise<void>((resolve) => (onConnected = resolve));
    const identity = parts.account;
    const socket = new HallSocket({ identity, onConnected, onDismissed: () => {} });
    await isConnected;
    const receiver = new RecreatingReceiver(parts, socket);
    await receiver.#begin();
    return receiver;
  }

  private constructor(parts: RecreatingParts, socket: HallSocket) {
    this.#parts = parts;
    this.#socket = socket;
    this.#reception = new Reception((_slot, { bytes, payloadOffset }) =>
      parts.onPicture(bytes.subarray(payloadOffset)),
    );
  }

  close(): void {
    this.#socket.close();
    this.#connection?.close();
  }

  async #begin(): Promise<void> {
    const { sessionId } = this.#parts;
    const { request } = this.#socket;
    this.#opened = await request('line:open', { lineId: this.#lineId, sessionId });
    this.#codecs = chooseCodecs(this.#opened.rtpCapabilities, this.#opened.codec);
    this.#socket.on('programme:changed', ({ programme }) => this.#turnTo(programme.mainSourceId));
    const { programme } = await request('programme:subscribe', { sessionId });
    this.#turnTo(programme.mainSourceId);
    await this.#changing;
  }

  #turnTo(sourceId: string | null): void {
    if (sourceId === null || sourceId === this.#sourceId) return;
    this.#sourceId = sourceId;
    // A source that just left the air is no reason to end the receiver.
    this.#changing = this.#changing.then(() => this.#receive(sourceId)).catch(() => {});
  }

  async #receive(sourceId: string): Promise<void> {
    const { request } = this.#socket;
    const lineId = this.#lineId;
    const rtpCapabilities = receiveCapabilities(this.#codecs!);
    const { tracks } = await request('line:receive-source', { lineId, sourceId, rtpCapabilities });
    // Pictures first: their place among the sections stays the same.
    const sorted = tracks.toSorted((a, b) => b.kind.localeCompare(a.kind));
    const sections = sorted.map((track, index) => receivedSection(track.rtpParameters, index));
    if (this.#connection) this.#connection.renegotiate(sections);
    else await this.#connect(sections);
    const consumerIds = sorted.map((track) => track.consumerId);
    await request('line:resume', { lineId, consumerIds });
    const old = this.#consumerIds;
    this.#consumerIds = consumerIds;
    if (old.length > 0) await request('line:stop-receiving', { lineId, consumerIds: old });
  }

  async #connect(sections: string[]): Promise<void> {
    const lineId = this.#lineId;
    this.#connection = await MediaConnection.open({
      transport: this.#opened!.receive,
      sections,
      connect: (dtlsParameters) =>
        this.#socket.request('line:connect', { lineId, direction: 'RECEIVE', dtlsParameters }),
      onTrack: (track, index) => this.#listen(track, index),
      onLost: () => {},
    });
  }

  #listen(track: Track, index: number): void {
    if (index !== 0) return track.onMessage(() => {});
    track.onMessage((bytes) => this.#reception.take('MAIN', bytes));
  }
}
