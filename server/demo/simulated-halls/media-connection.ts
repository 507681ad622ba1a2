import nodeDataChannel from 'node-datachannel';
import type { PeerConnection, Track } from 'node-datachannel';
import {
  describeOffer,
  dtlsParametersOf,
  isOnThisMachine,
  readTransport,
} from './session-description.ts';
import type { TransportFacts } from './session-description.ts';

const CONNECT_TIMEOUT_MS = 15_000;
const LOOPBACK = '127.0.0.1';

export interface MediaConnectionParts {
  /** The centre's transport, as `line:open` answers. */
  transport: Record<string, unknown>;
  /** One media section for each track, in the order of their mids. */
  sections: readonly string[];
  /** Adds the tracks that are sent, before the offer is answered. */
  addTracks?(connection: PeerConnection): void;
  /** Takes the tracks that are received, by their place in `sections`. */
  onTrack?(track: Track, index: number): void;
  /** Tells the centre this side's DTLS parameters: `line:connect`. */
  connect(dtlsParameters: Record<string, unknown>): Promise<unknown>;
  /** It was up and is lost, or was closed by the centre. Not called after `close()`. */
  onLost(): void;
}

/** One direction of a line: real ICE, DTLS and SRTP, without any decoding. */
export class MediaConnection {
  readonly #connection: PeerConnection;
  readonly #facts: TransportFacts;
  /** The library drops tracks that nobody holds. */
  readonly #tracks: Track[] = [];
  #isClosed = false;

  /**
   * Resolves when packets can flow.
   * @throws Error when the centre can't be reached in time or refuses
   */
  static async open(parts: MediaConnectionParts): Promise<MediaConnection> {
    const facts = readTransport(parts.transport);
    const connection = new nodeDataChannel.PeerConnection('hall', {
      iceServers: [],
      disableAutoNegotiation: true,
      ...(isOnThisMachine(facts) ? { bindAddress: LOOPBACK } : {}),
    });
    const opened = new MediaConnection(connection, { ...parts, facts });
    try {
      parts.addTracks?.(connection);
      const isUp = opened.#untilUp();
      const isGathered = untilGathered(connection);
      connection.setRemoteDescription(describeOffer(facts, parts.sections), 'offer');
      connection.setLocalDescription('answer');
      await isGathered;
      await parts.connect(dtlsParametersOf(connection.localDescription()?.sdp ?? ''));
      await isUp;
      connection.onStateChange((state) => opened.#onState(state, parts));
      return opened;
    } catch (error) {
      opened.close();
      throw error;
    }
  }

  private constructor(
    connection: PeerConnection,
    { onTrack, facts }: MediaConnectionParts & { facts: TransportFacts },
  ) {
    this.#connection = connection;
    this.#facts = facts;
    connection.onTrack((track) => {
      this.#tracks.push(track);
      onTrack?.(track, Number(track.mid()));
    });
  }

  /** Takes other tracks in the same places: what a receiver without a programme bus must do. */
  renegotiate(sections: readonly string[]): void {
    this.#connection.setRemoteDescription(describeOffer(this.#facts, sections), 'offer');
    this.#connection.setLocalDescription('answer');
  }

  /** Ends without waiting for anybody. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#connection.close();
  }

  #untilUp(): Promise<void> {
    const isUp = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error('the centre can’t be reached')),
        CONNECT_TIMEOUT_MS,
      );
      this.#connection.onStateChange((state) => {
        if (state === 'connected') resolve();
        else if (state === 'failed' || state === 'closed') reject(new Error(`the line ${state}`));
        else return;
        clearTimeout(timer);
      });
    });
    // Whoever waits hears of it; until then nobody may have begun to wait.
    isUp.catch(() => {});
    return isUp;
  }

  #onState(state: string, { onLost }: MediaConnectionParts): void {
    if (this.#isClosed || !['failed', 'closed', 'disconnected'].includes(state)) return;
    this.close();
    onLost();
  }
}

function untilGathered(connection: PeerConnection): Promise<void> {
  return new Promise((resolve) => {
    connection.onGatheringStateChange((state) => state === 'complete' && resolve());
  });
}
