import type { types } from 'mediasoup';
import type { ProgrammeCodec } from '#contract/line.ts';
import { INLET_TRACKS } from '../media-link/source-inlet.ts';
import type { InletTrack } from '../media-link/source-inlet.ts';
import { routerCodecs } from './router-codecs.ts';
import type { SessionRouter } from './session-router.ts';
import type { SourceCarrier } from './source-directory.ts';

const MAX_MESSAGE_BYTES = 4_096;

interface InletParts {
  sourceId: string;
  home: SessionRouter;
  codec: ProgrammeCodec;
  /** Its router went, with its worker or its session. */
  onLost: (inlet: Inlet) => void;
}

/**
 * A source that comes from a file or from another machine instead of a hall's browser: RTP that the
 * input node made is handed to two producers on the bus's own router. Closing it closes both.
 */
export class Inlet implements SourceCarrier {
  readonly home: SessionRouter;
  readonly sourceId: string;
  /** Nobody's line, and no hall hears itself in it. */
  readonly facts = { lineId: null, siteId: null } as const;
  readonly producers: Readonly<Record<InletTrack, types.Producer>>;
  readonly #transport: types.DirectTransport;

  static async create(parts: InletParts): Promise<Inlet> {
    const { router } = parts.home;
    const transport = await router.createDirectTransport({ maxSendMessageSize: MAX_MESSAGE_BYTES });
    try {
      const [PICTURE, SOUND] = await Promise.all([
        transport.produce({ kind: 'video', rtpParameters: rtpOf('PICTURE', parts.codec) }),
        transport.produce({ kind: 'audio', rtpParameters: rtpOf('SOUND', parts.codec) }),
      ]);
      return new Inlet(parts, { transport, producers: { PICTURE, SOUND } });
    } catch (error) {
      transport.close();
      throw error;
    }
  }

  private constructor(
    parts: InletParts,
    made: { transport: types.DirectTransport; producers: Record<InletTrack, types.Producer> },
  ) {
    this.home = parts.home;
    this.sourceId = parts.sourceId;
    this.producers = made.producers;
    this.#transport = made.transport;
    made.transport.observer.once('close', () => parts.onLost(this));
  }

  get isClosed(): boolean {
    return this.#transport.closed;
  }

  write(track: InletTrack, packet: Buffer): void {
    const producer = this.producers[track];
    if (!producer.closed) producer.send(packet);
  }

  close(): void {
    if (!this.#transport.closed) this.#transport.close();
  }
}

function rtpOf(track: InletTrack, codec: ProgrammeCodec): types.RtpParameters {
  const { payloadType, ssrc } = INLET_TRACKS[track];
  const kind = track === 'PICTURE' ? 'video' : 'audio';
  const { mimeType, clockRate, channels, parameters } = routerCodecs(codec).find(
    (one) => one.kind === kind,
  )!;
  return {
    mid: track,
    codecs: [
      {
        ...{ mimeType, clockRate, payloadType },
        ...(channels === undefined ? {} : { channels }),
        ...(parameters === undefined ? {} : { parameters }),
        // No key frame can be asked of a file: they come every second by themselves.
        rtcpFeedback: [],
      },
    ],
    headerExtensions: [],
    encodings: [{ ssrc }],
    rtcp: { cname: 'inlet', reducedSize: true },
  };
}
