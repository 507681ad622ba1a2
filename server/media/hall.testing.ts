import { EventEmitter, once } from 'node:events';
import nodeDataChannel from 'node-datachannel';
import type { PeerConnection, Track } from 'node-datachannel';
import type { types } from 'mediasoup';
import type { LineDirection, MediaPort, RtpBlob, SourceTrack } from '../media-link/media-port.ts';

const ADDRESS = '127.0.0.1';
const OPUS_TYPE = 111;
const PICTURE_TYPE = 102;
const UNTIL_MS = 15_000;

interface TransportDescription {
  iceParameters: types.IceParameters;
  iceCandidates: types.IceCandidate[];
  dtlsParameters: types.DtlsParameters;
}

/** What a browser that takes H.264 and Opus says of itself. */
export const HALL_CAPABILITIES: RtpBlob = {
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      clockRate: 48_000,
      channels: 2,
      preferredPayloadType: OPUS_TYPE,
      rtcpFeedback: [],
    },
    {
      kind: 'video',
      mimeType: 'video/H264',
      clockRate: 90_000,
      preferredPayloadType: PICTURE_TYPE,
      parameters: {
        'packetization-mode': 1,
        'profile-level-id': '42e01f',
        'level-asymmetry-allowed': 1,
      },
      rtcpFeedback: [
        { type: 'nack', parameter: '' },
        { type: 'nack', parameter: 'pli' },
      ],
    },
  ],
  headerExtensions: [],
};

/** What a browser says of one track it sends. */
export function sentTrack(kind: 'PICTURE' | 'SOUND', ssrc: number): RtpBlob {
  const [codec] = (HALL_CAPABILITIES['codecs'] as RtpBlob[]).filter(
    (one) => (one['kind'] === 'video') === (kind === 'PICTURE'),
  );
  const { kind: _kind, preferredPayloadType: payloadType, ...parameters } = codec!;
  return {
    mid: kind === 'PICTURE' ? '0' : '1',
    codecs: [{ ...parameters, payloadType }],
    headerExtensions: [],
    encodings: [{ ssrc }],
    rtcp: { cname: 'hall' },
  };
}

/**
 * A hall's browser without a screen: real ICE, DTLS and SRTP over loopback, packets counted by track
 * and never decoded.
 */
export class TestHall {
  readonly lineId: string;
  readonly #port: MediaPort;
  readonly #connections: PeerConnection[] = [];
  readonly #arrivals = new EventEmitter();
  readonly #received = new Map<string, number>();
  readonly #numbers = new Map<string, number>();
  /** The library drops tracks that nobody holds. */
  readonly #held: Track[] = [];
  #sending: Partial<Record<'PICTURE' | 'SOUND', { track: Track; ssrc: number }>> = {};

  constructor(parts: { lineId: string; port: MediaPort }) {
    this.lineId = parts.lineId;
    this.#port = parts.port;
    this.#arrivals.setMaxListeners(0);
  }

  /** Connects the receiving transport for these tracks. Packets arrive once they are resumed. */
  async receive(transport: RtpBlob, tracks: SourceTrack[]): Promise<void> {
    const connection = this.#connection();
    const byMid = new Map(tracks.map(({ consumerId }, index) => [String(index), consumerId]));
    connection.onTrack((track) => {
      const consumerId = byMid.get(track.mid())!;
      track.onMessage((packet) => this.#arrive(consumerId, packet));
      this.#held.push(track);
    });
    const media = tracks.map(({ rtpParameters }, index) =>
      receivedMedia(rtpParameters as unknown as types.RtpParameters, index),
    );
    await this.#answer(connection, { transport, media, direction: 'RECEIVE' });
  }

  /** Connects the sending transport, ready for a picture and a sound. */
  async readyToSend(transport: RtpBlob): Promise<Record<'PICTURE' | 'SOUND', RtpBlob>> {
    const connection = this.#connection();
    const [picture, sound] = [randomSsrc(), randomSsrc()];
    const video = new nodeDataChannel.Video('0', 'SendOnly');
    video.addH264Codec(PICTURE_TYPE);
    video.addSSRC(picture, 'hall', 'hall', 'picture');
    const audio = new nodeDataChannel.Audio('1', 'SendOnly');
    audio.addOpusCodec(OPUS_TYPE);
    audio.addSSRC(sound, 'hall', 'hall', 'sound');
    this.#sending = {
      PICTURE: { track: connection.addTrack(video), ssrc: picture },
      SOUND: { track: connection.addTrack(audio), ssrc: sound },
    };
    const media = [
      `m=video 7 UDP/TLS/RTP/SAVPF ${PICTURE_TYPE}\r\na=mid:0\r\na=recvonly\r\na=rtpmap:${PICTURE_TYPE} H264/90000\r\n`,
      `m=audio 7 UDP/TLS/RTP/SAVPF ${OPUS_TYPE}\r\na=mid:1\r\na=recvonly\r\na=rtpmap:${OPUS_TYPE} opus/48000/2\r\n`,
    ];
    await this.#answer(connection, { transport, media, direction: 'SEND' });
    return { PICTURE: sentTrack('PICTURE', picture), SOUND: sentTrack('SOUND', sound) };
  }

  /** Calls back with every packet of a track from now on. */
  listen(consumerId: string, listener: (packet: Buffer) => void): void {
    this.#arrivals.on(consumerId, listener);
  }

  /** Sends one packet with this payload, as if it were a whole frame of 40 or 20 ms. */
  sendPacket(kind: 'PICTURE' | 'SOUND', payload: Buffer): void {
    const number = (this.#numbers.get(kind) ?? 0) + 1;
    const timestamp = number * (kind === 'PICTURE' ? 3_600 : 960);
    this.sendAt(kind, payload, { timestamp, isMarker: true });
  }

  /** Sends one packet of a frame with this timestamp. */
  sendAt(
    kind: 'PICTURE' | 'SOUND',
    payload: Buffer,
    { timestamp, isMarker }: { timestamp: number; isMarker: boolean },
  ): void {
    const { track, ssrc } = this.#sending[kind]!;
    const number = (this.#numbers.get(kind) ?? 0) + 1;
    this.#numbers.set(kind, number);
    const header = Buffer.alloc(12);
    header[0] = 0x80;
    header[1] = (isMarker ? 0x80 : 0) | (kind === 'PICTURE' ? PICTURE_TYPE : OPUS_TYPE);
    header.writeUInt16BE(number & 0xffff, 2);
    header.writeUInt32BE(timestamp >>> 0, 4);
    header.writeUInt32BE(ssrc, 8);
    if (track.isOpen()) track.sendMessageBinary(Buffer.concat([header, payload]));
  }

  /** How many packets of a track came so far. */
  received(consumerId: string): number {
    return this.#received.get(consumerId) ?? 0;
  }

  /** Resolves with the next packet of the track for which it holds. */
  async next(consumerId: string, isMeant: (packet: Buffer) => boolean = () => true) {
    const signal = AbortSignal.timeout(UNTIL_MS);
    for (;;) {
      const [packet] = (await once(this.#arrivals, consumerId, { signal })) as [Buffer];
      if (isMeant(packet)) return packet;
    }
  }

  /** Ends without a word, as a browser whose machine lost its power. */
  close(): void {
    for (const connection of this.#connections.splice(0)) connection.close();
  }

  #arrive(consumerId: string, packet: Buffer): void {
    // RTCP shares the port; its types are 200 to 207.
    if (packet.length < 12 || (packet[1]! >= 200 && packet[1]! <= 207)) return;
    this.#received.set(consumerId, this.received(consumerId) + 1);
    this.#arrivals.emit(consumerId, packet);
  }

  #connection(): PeerConnection {
    const connection = new nodeDataChannel.PeerConnection('hall', {
      iceServers: [],
      bindAddress: ADDRESS,
      disableAutoNegotiation: true,
    });
    this.#connections.push(connection);
    return connection;
  }

  async #answer(
    connection: PeerConnection,
    offer: { transport: RtpBlob; media: string[]; direction: LineDirection },
  ): Promise<void> {
    const isConnected = new Promise<void>((resolve, reject) => {
      connection.onStateChange((state) => {
        if (state === 'connected') resolve();
        if (state === 'failed') reject(new Error('the hall cannot connect'));
      });
    });
    const isGathered = new Promise<void>((resolve) => {
      connection.onGatheringStateChange((state) => state === 'complete' && resolve());
    });
    connection.setRemoteDescription(describe(offer), 'offer');
    connection.setLocalDescription('answer');
    await isGathered;
    const dtlsParameters = dtlsOf(connection.localDescription()!.sdp);
    await this.#port.connectLine({
      lineId: this.lineId,
      direction: offer.direction,
      dtlsParameters,
    });
    await isConnected;
  }
}

function describe(offer: { transport: RtpBlob; media: string[] }): string {
  const { iceParameters, iceCandidates, dtlsParameters } =
    offer.transport as unknown as TransportDescription;
  const fingerprint = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256')!;
  const mids = offer.media.map((_, index) => index).join(' ');
  const candidates = iceCandidates
    .filter(({ protocol }) => protocol === 'udp')
    .map(
      ({ foundation, protocol, priority, ip, port }) =>
        `a=candidate:${foundation} 1 ${protocol} ${priority} ${ip} ${port} typ host\r\n`,
    )
    .join('');
  const head = [
    'v=0',
    `o=- 1 1 IN IP4 ${ADDRESS}`,
    's=-',
    't=0 0',
    'a=ice-lite',
    `a=group:BUNDLE ${mids}`,
    `a=fingerprint:sha-256 ${fingerprint.value}`,
    'a=msid-semantic: WMS *',
    '',
  ].join('\r\n');
  const common = [
    `c=IN IP4 ${ADDRESS}`,
    'a=rtcp-mux',
    'a=rtcp-rsize',
    'a=setup:actpass',
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    '',
  ].join('\r\n');
  return (
    head +
    offer.media.map((media) => `${media}${common}${candidates}a=end-of-candidates\r\n`).join('')
  );
}

function receivedMedia(parameters: types.RtpParameters, index: number): string {
  const { mimeType, payloadType, clockRate, channels } = parameters.codecs[0]!;
  const [kind, codec] = mimeType.split('/');
  const { ssrc } = parameters.encodings![0]!;
  return [
    `m=${kind} 7 UDP/TLS/RTP/SAVPF ${payloadType}`,
    `a=mid:${index}`,
    'a=sendonly',
    `a=rtpmap:${payloadType} ${codec}/${clockRate}${channels ? `/${channels}` : ''}`,
    `a=ssrc:${ssrc} cname:programme`,
    `a=msid:programme t${index}`,
    '',
  ].join('\r\n');
}

function dtlsOf(sdp: string): RtpBlob {
  const [, algorithm, value] = /a=fingerprint:(\S+) (\S+)/.exec(sdp)!;
  const isActive = /a=setup:active/.test(sdp);
  return {
    role: isActive ? 'client' : 'server',
    fingerprints: [{ algorithm: algorithm!.toLowerCase(), value }],
  };
}

function randomSsrc(): number {
  return 1 + Math.floor(Math.random() * 0x7fff_fffe);
}
