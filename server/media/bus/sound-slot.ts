import type { SoundSlot as SoundSlotName } from '#domain/programme.ts';
import type { MediaEvent } from '../../media-link/media-port.ts';
import type { BusClock } from './bus-clock.ts';
import type { FeedStream } from './feed-stream.ts';
import type { RtpPacket } from '../../rtp/rtp-packet.ts';
import { SoundWriter } from './sound-writer.ts';
import type { SourceFeed } from './source-feed.ts';

/** A sound that sends nothing for as long is filled with silence, so that the stream goes on. */
const FILL_AFTER_MS = 200;
/** Reported as starved after this; a microphone that is open sends fifty packets a second. */
const STARVED_MS = 2_000;

export interface SoundSlotParts {
  slot: SoundSlotName;
  sessionId: string;
  clock: BusClock;
  ssrc: number;
  payloadType: number;
  send(packet: Buffer): void;
  emit(event: MediaEvent): void;
}

/** A place of the programme that carries sound: one stream that never stops. */
export class SoundSlot {
  readonly #parts: SoundSlotParts;
  readonly writer: SoundWriter;
  #wanted: SourceFeed | null = null;
  #wantedSinceMs = 0;
  #isHeard = false;
  #isReportedStarved = false;
  #lastWrittenMs = -Infinity;
  #peakDbov = -127;

  constructor(parts: SoundSlotParts) {
    this.#parts = parts;
    this.writer = new SoundWriter(parts);
  }

  get feeds(): SourceFeed[] {
    return this.#wanted ? [this.#wanted] : [];
  }

  /** Carries another source's sound from its next packet on; null is silence, at once. */
  want(feed: SourceFeed | null): void {
    if (feed === this.#wanted) return;
    this.#wanted = feed;
    this.#isHeard = false;
    this.#isReportedStarved = false;
    this.#wantedSinceMs = this.#parts.clock.nowMs();
    if (feed !== null) return;
    const { slot, sessionId } = this.#parts;
    this.#parts.emit({ type: 'slot-cut', sessionId, slot, sourceId: null, waitedMs: 0 });
  }

  onPacket(feed: SourceFeed, stream: FeedStream, packet: RtpPacket): void {
    if (feed !== this.#wanted) return;
    const nowMs = this.#parts.clock.nowMs();
    // A sound card that slept counts on from where it stopped: its mapping is found anew.
    if (this.writer.feed !== stream || this.writer.isOffClock) stream.streamClock.settle();
    const levelDbov = stream.levelOf(packet);
    const momentMs = stream.streamClock.momentOf(packet.timestamp);
    this.writer.write(stream, packet, { momentMs, nowMs, levelDbov });
    this.#lastWrittenMs = nowMs;
    this.#isReportedStarved = false;
    if (levelDbov !== null) this.#peakDbov = Math.max(this.#peakDbov, levelDbov);
    if (!this.#isHeard) this.#onHeard(feed);
  }

  /** Fills with silence while nothing comes; called every 100 ms. */
  fill(): void {
    const now = this.#parts.clock.nowMs();
    if (this.#wanted && now - this.#lastWrittenMs < FILL_AFTER_MS) return;
    this.writer.writeSilence(now);
  }

  tick(): void {
    const now = this.#parts.clock.nowMs();
    const sinceMs = now - Math.max(this.#lastWrittenMs, this.#wantedSinceMs);
    if (!this.#wanted || this.#isReportedStarved || sinceMs < STARVED_MS) return;
    this.#isReportedStarved = true;
    this.#isHeard = false;
    const { slot, sessionId } = this.#parts;
    const { sourceId } = this.#wanted;
    this.#parts.emit({ type: 'slot-starved', sessionId, slot, sourceId });
  }

  /** The loudest packet since the last call, in dBov. */
  takePeak(): number {
    const peak = this.#peakDbov;
    this.#peakDbov = -127;
    return peak;
  }

  #onHeard(feed: SourceFeed): void {
    this.#isHeard = true;
    const { slot, sessionId, clock } = this.#parts;
    const waitedMs = clock.nowMs() - this.#wantedSinceMs;
    this.#parts.emit({ type: 'slot-cut', sessionId, slot, sourceId: feed.sourceId, waitedMs });
  }
}
