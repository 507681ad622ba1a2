import type { types } from 'mediasoup';
import type { RtpBlob } from '../media-link/media-port.ts';
import type { SessionRouter } from './session-router.ts';

/** Enough that the high layer flows at once; the estimate follows what the network carries. */
const FIRST_BITRATE = 2_500_000;
/**
 * The small layer with room for its key frames, whatever the estimate says: while a line chokes it falls
 * far below what the line carries, and mediasoup would send no picture at all. A line that does not even
 * carry this is seen by the hall itself, which goes over to sound alone.
 */
const LEAST_BITRATE = 300_000;

interface TransportParts {
  home: SessionRouter;
  consentTimeoutS: number;
  onChanged: () => void;
  /** Its encryption ended: the browser closed it, or the handshake failed. Nothing brings it back. */
  onEnded: () => void;
}

/** One direction of a line. It closes with its router; everything sent or received on it with it. */
export class LineTransport {
  readonly transport: types.WebRtcTransport;
  #isAnswered = false;
  #wasUp = false;

  static async create(parts: TransportParts): Promise<LineTransport> {
    const { router, worker } = parts.home;
    const transport = await router.createWebRtcTransport({
      webRtcServer: worker.server,
      enableUdp: true,
      enableTcp: true,
      preferUdp: true,
      iceConsentTimeout: parts.consentTimeoutS,
      initialAvailableOutgoingBitrate: FIRST_BITRATE,
    });
    await transport.setMinOutgoingBitrate(LEAST_BITRATE);
    return new LineTransport(transport, parts);
  }

  private constructor(transport: types.WebRtcTransport, parts: TransportParts) {
    this.transport = transport;
    transport.on('icestatechange', () => this.#changed(parts));
    transport.on('dtlsstatechange', (state) => {
      if (state === 'failed' || state === 'closed') parts.onEnded();
      else this.#changed(parts);
    });
  }

  /** What the browser needs to make its end. */
  get description(): RtpBlob {
    const { id, iceParameters, iceCandidates, dtlsParameters } = this.transport;
    return { id, iceParameters, iceCandidates, dtlsParameters };
  }

  get isUp(): boolean {
    const { iceState, dtlsState, closed } = this.transport;
    return (
      !closed && dtlsState === 'connected' && (iceState === 'connected' || iceState === 'completed')
    );
  }

  /** It was up and is no more. A direction that nobody has used yet is not lost. */
  get isLost(): boolean {
    return this.#wasUp && !this.isUp;
  }

  /** A repeated answer is harmless. */
  async connect(dtlsParameters: types.DtlsParameters): Promise<void> {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    try {
      await this.transport.connect({ dtlsParameters });
    } catch (error) {
      this.#isAnswered = false;
      throw error;
    }
  }

  #changed({ onChanged }: TransportParts): void {
    if (this.isUp) this.#wasUp = true;
    onChanged();
  }
}
