import type { types } from 'mediasoup';
import { PICTURE_RATE, SOUND_RATE } from '../../rtp/media-time.ts';
import type { BusClock } from './bus-clock.ts';
import { readExtensionByte, readRtp } from '../../rtp/rtp-packet.ts';
import type { RtpPacket } from '../../rtp/rtp-packet.ts';
import { StreamClock } from './stream-clock.ts';

/** Where a packet's header names its stream. */
const SSRC_AT = 8;
const AUDIO_LEVEL_URI = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';
/** Hundreds of halls may ask at once; a source's encoder is asked at most this often. */
const KEY_FRAME_INTERVAL_MS = 500;

export interface FeedStreamParts {
  consumer: types.Consumer;
  /** A consumer of a picture brings all its layers, each on an SSRC of its own. */
  ssrc: number;
  /** For a picture: 0 the low layer, 1 the high one. */
  layer: 0 | 1;
  clock: BusClock;
  onPacket(stream: FeedStream, packet: RtpPacket): void;
  onEnded(): void;
}

/** One stream of a source as it reaches the bus: a picture's layer, or its sound. */
export class FeedStream {
  readonly layer: 0 | 1;
  readonly producerId: string;
  readonly streamClock: StreamClock;
  readonly #consumer: types.Consumer;
  readonly #clock: BusClock;
  readonly #levelExtensionId: number | null;
  #lastArrivalMs = -Infinity;
  #askedMs = -Infinity;

  constructor(parts: FeedStreamParts) {
    const { consumer, clock } = parts;
    this.layer = parts.layer;
    this.producerId = consumer.producerId;
    this.streamClock = new StreamClock(consumer.kind === 'video' ? PICTURE_RATE : SOUND_RATE);
    this.#consumer = consumer;
    this.#clock = clock;
    const extensions = consumer.rtpParameters.headerExtensions ?? [];
    this.#levelExtensionId = extensions.find(({ uri }) => uri === AUDIO_LEVEL_URI)?.id ?? null;
    consumer.on('rtp', (bytes) => {
      const packet = bytes.readUInt32BE(SSRC_AT) === parts.ssrc ? readRtp(bytes) : null;
      if (!packet) return;
      this.#lastArrivalMs = clock.nowMs();
      this.streamClock.observe(packet.timestamp, this.#lastArrivalMs);
      parts.onPacket(this, packet);
    });
    consumer.observer.once('close', () => parts.onEnded());
  }

  /** When its last packet came, on the bus's clock; −∞ before the first. */
  get lastArrivalMs(): number {
    return this.#lastArrivalMs;
  }

  /** The packet's loudness in dBov, −127 (silence) to 0; null when its sender does not say. */
  levelOf(packet: RtpPacket): number | null {
    if (this.#levelExtensionId === null) return null;
    const value = readExtensionByte(packet.bytes, this.#levelExtensionId);
    return value === null ? null : -(value & 0x7f);
  }

  /** Asks the source for a key frame, unless it was asked less than `intervalMs` ago. */
  requestKeyFrame(intervalMs = KEY_FRAME_INTERVAL_MS): void {
    const now = this.#clock.nowMs();
    if (now - this.#askedMs < intervalMs || this.#consumer.closed) return;
    this.#askedMs = now;
    this.#consumer.requestKeyFrame().catch(() => {
      // The consumer closed meanwhile: its end is told by itself.
    });
  }

  /** Ends its consumer, and with it the other layers of the same picture. */
  close(): void {
    // Only this one: by its others mediasoup takes it off its transport.
    this.#consumer.removeAllListeners('rtp');
    if (!this.#consumer.closed) this.#consumer.close();
  }
}
