import { randomUUID } from 'node:crypto';
import nodeDataChannel from 'node-datachannel';
import type { PeerConnection, Track } from 'node-datachannel';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import { PICTURE_SLOTS } from '#domain/programme.ts';
import type { Slot } from '#domain/programme.ts';
import { keyFrameRequests } from '../../rtp/rtcp.ts';
import { chooseCodecs, receiveCapabilities, sentParameters } from './capabilities.ts';
import type { SessionCodecs } from './capabilities.ts';
import { pictureFootage } from './footage.ts';
import type { FootageName, SoundPacket } from './footage.ts';
import { MediaConnection } from './media-connection.ts';
import type { Reception } from './reception.ts';
import { SentPicture } from './sent-picture.ts';
import { SentSound } from './sent-sound.ts';
import { receivedSection, takenSection } from './session-description.ts';

export type Request = <N extends CommandName>(
  name: N,
  input: CommandInput<N>,
) => Promise<CommandOutput<N>>;

type Source = CommandInput<'line:send'>['source'];
type Opened = CommandOutput<'line:open'>;

export interface HallLineParts {
  request: Request;
  sessionId: string;
  /** What the hall offers; null for one that only receives. */
  source: Source | null;
  footage: FootageName;
  sound: readonly SoundPacket[];
  reception: Reception;
  /** Of the programme's pictures: the low layer alone, as on a thin line. */
  hasThinLine?: boolean | undefined;
  /** Each sent packet, for those who measure. */
  onSent?: ((packet: Buffer) => void) | undefined;
  /** The line is lost, from either side. Not called after `close()`. */
  onLost(): void;
}

const CNAME = 'hall';
const PICTURES: readonly Slot[] = PICTURE_SLOTS;

/**
 * A hall's line: both directions of it, the programme received, the source offered and sent while it
 * is wanted. Closing it closes its connections; the centre notices by itself.
 */
export class HallLine {
  readonly lineId = randomUUID();
  readonly #parts: HallLineParts;
  readonly #connections: MediaConnection[] = [];
  #picture: SentPicture | null = null;
  #sound: SentSound | null = null;
  #sourceId: string | null = null;
  #isClosed = false;

  /**
   * Opens it; resolves when the programme flows and the source is offered.
   * @throws RefusedCommand when the centre refuses, Error when it can't be reached
   */
  static async open(parts: HallLineParts): Promise<HallLine> {
    const line = new HallLine(parts);
    try {
      const { lineId } = line;
      const opened = await parts.request('line:open', { lineId, sessionId: parts.sessionId });
      const codecs = chooseCodecs(opened.rtpCapabilities, opened.codec);
      parts.reception.beginLine(opened.codec);
      await line.#receive(opened, codecs);
      if (parts.source && opened.send) await line.#send(opened, { codecs, source: parts.source });
      return line;
    } catch (error) {
      line.close();
      throw error;
    }
  }

  private constructor(parts: HallLineParts) {
    this.#parts = parts;
  }

  /** The source that the centre knows this hall by; null for one that only receives. */
  get sourceId(): string | null {
    return this.#sourceId;
  }

  get isSending(): boolean {
    return this.#picture?.isPlaying ?? false;
  }

  /** Sends, or stops: the centre says whether anybody watches or hears. */
  setWanted(isWanted: boolean): void {
    if (this.#isClosed) return;
    for (const sent of [this.#picture, this.#sound]) {
      if (isWanted) sent?.play();
      else sent?.pause();
    }
  }

  /** What the microphone carries from now on. */
  carrySound(packets: readonly SoundPacket[]): void {
    this.#sound?.carry(packets);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#picture?.pause();
    this.#sound?.pause();
    this.#isClosed = true;
    for (const connection of this.#connections) connection.close();
  }

  async #receive({ receive }: Opened, codecs: SessionCodecs): Promise<void> {
    const { request, reception } = this.#parts;
    const { lineId } = this;
    const rtpCapabilities = receiveCapabilities(codecs);
    const { tracks } = await request('line:receive-programme', { lineId, rtpCapabilities });
    await this.#connect({
      transport: receive,
      direction: 'RECEIVE',
      sections: tracks.map(({ rtpParameters }, index) => receivedSection(rtpParameters, index)),
      onTrack: (track, index) => {
        const { slot } = tracks[index]!;
        track.onMessage((bytes) => reception.take(slot, bytes));
      },
    });
    const consumerIds = tracks.map(({ consumerId }) => consumerId);
    if (this.#parts.hasThinLine) await this.#preferLow(tracks);
    await request('line:resume', { lineId, consumerIds });
  }

  async #preferLow(tracks: readonly { consumerId: string; slot: Slot }[]): Promise<void> {
    for (const { consumerId, slot } of tracks) {
      if (!PICTURES.includes(slot)) continue;
      await this.#parts.request('line:prefer-layer', {
        ...{ lineId: this.lineId, consumerId },
        layer: 0,
      });
    }
  }

  async #send(opened: Opened, offer: { codecs: SessionCodecs; source: Source }): Promise<void> {
    const { codecs, source } = offer;
    const { request, footage, sound, onSent } = this.#parts;
    const { lineId } = this;
    const { levelExtensionId } = codecs;
    const tracks: Track[] = [];
    const sendOver = (index: number) => (packet: Buffer) => {
      onSent?.(packet);
      trySend(tracks[index], packet);
    };
    this.#picture = new SentPicture({
      codec: opened.codec,
      payloadType: codecs.picture.payloadType,
      footage: pictureFootage(footage, opened.codec),
      send: sendOver(0),
    });
    this.#sound = new SentSound({
      payloadType: codecs.sound.payloadType,
      levelExtensionId,
      packets: sound,
      send: sendOver(1),
    });
    const { ssrcs } = this.#picture;
    const soundSsrcs = [this.#sound.ssrc];
    await this.#connect({
      transport: opened.send!,
      direction: 'SEND',
      sections: [takenSection(codecs.picture, 0), takenSection(codecs.sound, 1)],
      addTracks: (connection) => {
        tracks.push(addPicture(connection, { codecs, isH264: opened.codec === 'H264', ssrcs }));
        tracks.push(addSound(connection, { codecs, ssrcs: soundSsrcs }));
        tracks[0]!.onMessage((bytes) => this.#onFeedback(bytes));
      },
    });
    const picture = sentParameters(codecs.picture, { mid: '0', ssrcs, levelExtensionId: null });
    await request('line:send', { lineId, source, kind: 'PICTURE', rtpParameters: picture });
    const parameters = sentParameters(codecs.sound, {
      mid: '1',
      ssrcs: soundSsrcs,
      levelExtensionId,
    });
    const heard = { lineId, source, kind: 'SOUND', rtpParameters: parameters } as const;
    const { sourceId, isWanted } = await request('line:send', heard);
    this.#sourceId = sourceId;
    this.setWanted(isWanted);
  }

  async #connect(made: {
    transport: Record<string, unknown>;
    direction: 'SEND' | 'RECEIVE';
    sections: readonly string[];
    addTracks?: (connection: PeerConnection) => void;
    onTrack?: (track: Track, index: number) => void;
  }): Promise<void> {
    const { direction, ...parts } = made;
    const { lineId } = this;
    const connection = await MediaConnection.open({
      ...parts,
      connect: (dtlsParameters) =>
        this.#parts.request('line:connect', { lineId, direction, dtlsParameters }),
      onLost: () => {
        if (this.#isClosed) return;
        this.close();
        this.#parts.onLost();
      },
    });
    this.#connections.push(connection);
    // It was closed while it connected.
    if (this.#isClosed) connection.close();
  }

  #onFeedback(bytes: Buffer): void {
    if (keyFrameRequests(bytes).length > 0) this.#picture?.onKeyFrameRequest();
  }
}

function addPicture(
  connection: PeerConnection,
  made: { codecs: SessionCodecs; isH264: boolean; ssrcs: readonly number[] },
): Track {
  const { payloadType } = made.codecs.picture;
  const description = new nodeDataChannel.Video('0', 'SendOnly');
  if (made.isH264) description.addH264Codec(payloadType);
  else description.addVP8Codec(payloadType);
  for (const ssrc of made.ssrcs) description.addSSRC(ssrc, CNAME, CNAME, 'picture');
  const track = connection.addTrack(description);
  // Sends again what the centre misses.
  track.setMediaHandler(new nodeDataChannel.RtcpNackResponder());
  return track;
}

function addSound(
  connection: PeerConnection,
  made: { codecs: SessionCodecs; ssrcs: readonly number[] },
): Track {
  const description = new nodeDataChannel.Audio('1', 'SendOnly');
  description.addOpusCodec(made.codecs.sound.payloadType);
  for (const ssrc of made.ssrcs) description.addSSRC(ssrc, CNAME, CNAME, 'sound');
  return connection.addTrack(description);
}

/** A packet for a line that is just ending is dropped, as the network drops one. */
function trySend(track: Track | undefined, packet: Buffer): void {
  if (track?.isOpen()) track.sendMessageBinary(packet);
}
