import { SOUND_RATE, timestampAt } from '../../rtp/media-time.ts';
import { isSequenceAfter, payloadOf, timestampDistance, writeRtp } from '../../rtp/rtp-packet.ts';
import type { RtpPacket } from '../../rtp/rtp-packet.ts';

export interface SoundWriterParts {
  ssrc: number;
  payloadType: number;
  send(packet: Buffer): void;
}

export interface WrittenAt {
  momentMs: number;
  nowMs: number;
  levelDbov: number | null;
}

/** Opus, 20 ms of silence (RFC 6716: CELT, full band, stereo code 0). */
const SILENT_FRAME = Buffer.from([0xfc, 0xff, 0xfe]);
const FRAME_UNITS = 960;
/** Five such frames in one packet (RFC 6716 §3.2.5, code 3, constant size): a fifth of the packets. */
const SILENT_FRAMES = 5;
const SILENT_PACKET = Buffer.from([
  0xff,
  SILENT_FRAMES,
  ...Array(SILENT_FRAMES).fill([0xff, 0xfe]).flat(),
]);
export const SILENT_PACKET_MS = 100;

/** A clock that has drifted by more than one frame is corrected at the next quiet moment … */
const TOLERATED_UNITS = FRAME_UNITS + 240;
/** … and by more than three, at once. */
const FORCED_UNITS = 3 * FRAME_UNITS;
/** Beyond this it is no drift: the stream is set down anew. */
const RESTART_UNITS = SOUND_RATE / 4;
/** dBov; below it a frame more or less is not heard. */
const QUIET_DBOV = -50;

/**
 * Writes a sound slot: one Opus stream that never stops, fed by the sound that was cut to last, or by
 * silence. Within one source the timestamps stay contiguous, as a jitter buffer wants them; drift is
 * corrected by a whole frame, left out or put in where it is quiet.
 */
export class SoundWriter {
  readonly ssrc: number;
  readonly #parts: SoundWriterParts;
  #feed: object | null = null;
  #firstSequence = 0;
  #sequenceShift = 0;
  #timestampShift = 0;
  #lastSequence = -1;
  /** Where the next packet begins when nothing is missing. */
  #nextTimestamp: number | null = null;
  #lastSourceTimestamp = 0;
  #isOffClock = false;
  #packets = 0;
  #octets = 0;

  constructor(parts: SoundWriterParts) {
    this.#parts = parts;
    this.ssrc = parts.ssrc;
  }

  get feed(): object | null {
    return this.#feed;
  }

  /** Whether the last packet was so far off the clock that this can't be drift. */
  get isOffClock(): boolean {
    return this.#isOffClock;
  }

  get sent(): { packets: number; octets: number } {
    return { packets: this.#packets, octets: this.#octets };
  }

  /**
   * Writes a packet of the sound that feeds the slot; another `feed` than before cuts to it.
   * @param momentMs where the bus's clock puts the packet
   * @param nowMs the bus's clock
   * @param levelDbov its loudness, or null when the sender does not say
   */
  write(feed: object, packet: RtpPacket, at: WrittenAt): void {
    const mapped = timestampAt(at.momentMs, SOUND_RATE);
    if (this.#feed !== feed) this.#cutTo(feed, packet, mapped);
    if (packet.sequence !== this.#firstSequence) {
      if (!isSequenceAfter(packet.sequence, this.#firstSequence)) return;
      if (((packet.sequence - this.#firstSequence) & 0xffff) > 0x4000) {
        this.#firstSequence = (packet.sequence - 0x2000) & 0xffff;
      }
    }
    const isInOrder = timestampDistance(this.#lastSourceTimestamp, packet.timestamp) >= 0;
    if (isInOrder && this.#correctDrift({ ...at, feed, packet, mapped })) return;
    this.#emit({
      sequence: (packet.sequence + this.#sequenceShift) & 0xffff,
      timestamp: (packet.timestamp + this.#timestampShift) >>> 0,
      payload: payloadOf(packet),
      units: FRAME_UNITS,
    });
    if (isInOrder) this.#lastSourceTimestamp = packet.timestamp;
  }

  /** Writes 100 ms of silence; called every 100 ms while nothing feeds the slot. */
  writeSilence(nowMs: number): void {
    this.#feed = null;
    const mapped = timestampAt(nowMs, SOUND_RATE);
    const ahead = this.#nextTimestamp === null ? 0 : timestampDistance(mapped, this.#nextTimestamp);
    // Called too early: what was written still lasts.
    if (ahead >= FRAME_UNITS * SILENT_FRAMES) return;
    this.#emit({
      sequence: (this.#lastSequence + 1) & 0xffff,
      timestamp: ahead > 0 ? this.#nextTimestamp! : mapped,
      payload: SILENT_PACKET,
      units: FRAME_UNITS * SILENT_FRAMES,
    });
  }

  #cutTo(feed: object, packet: RtpPacket, mapped: number): void {
    this.#feed = feed;
    this.#firstSequence = packet.sequence;
    this.#lastSourceTimestamp = packet.timestamp;
    this.#sequenceShift = (this.#lastSequence + 1 - packet.sequence) & 0xffff;
    const next = this.#nextTimestamp;
    const start = next !== null && timestampDistance(next, mapped) < 0 ? next : mapped;
    this.#timestampShift = (start - packet.timestamp) >>> 0;
  }

  /** @returns whether the packet was left out */
  #correctDrift(given: WrittenAt & { feed: object; packet: RtpPacket; mapped: number }): boolean {
    const { feed, packet, mapped, levelDbov, nowMs } = given;
    const out = (packet.timestamp + this.#timestampShift) >>> 0;
    const behind = timestampDistance(out, mapped);
    const size = Math.abs(behind);
    this.#isOffClock = size > RESTART_UNITS;
    if (this.#isOffClock) {
      // What a jam held up comes in one burst; silence stands in its place already. Written behind
      // that, it would make everything late that follows.
      if (behind < 0 && this.#isAheadOf(nowMs)) return this.#leaveOut(packet);
      this.#cutTo(feed, packet, mapped);
      return false;
    }
    const isQuiet = levelDbov !== null && levelDbov <= QUIET_DBOV;
    if (size < TOLERATED_UNITS || (!isQuiet && size < FORCED_UNITS)) return false;
    if (behind < 0) return this.#leaveOut(packet);
    const sequence = (packet.sequence + this.#sequenceShift) & 0xffff;
    this.#emit({ sequence, timestamp: out, payload: SILENT_FRAME, units: FRAME_UNITS });
    this.#sequenceShift = (this.#sequenceShift + 1) & 0xffff;
    this.#timestampShift = (this.#timestampShift + FRAME_UNITS) >>> 0;
    return false;
  }

  #leaveOut(packet: RtpPacket): true {
    this.#sequenceShift = (this.#sequenceShift - 1) & 0xffff;
    this.#timestampShift = (this.#timestampShift - FRAME_UNITS) >>> 0;
    this.#lastSourceTimestamp = packet.timestamp;
    return true;
  }

  /** Whether more was written than has passed. */
  #isAheadOf(nowMs: number): boolean {
    const next = this.#nextTimestamp;
    return next !== null && timestampDistance(timestampAt(nowMs, SOUND_RATE), next) > FRAME_UNITS;
  }

  #emit(write: { sequence: number; timestamp: number; payload: Buffer; units: number }): void {
    const { sequence, timestamp, payload, units } = write;
    const { ssrc, payloadType } = this.#parts;
    this.#packets += 1;
    this.#octets += payload.length;
    if (this.#lastSequence < 0 || isSequenceAfter(sequence, this.#lastSequence)) {
      this.#lastSequence = sequence;
      this.#nextTimestamp = (timestamp + units) >>> 0;
    }
    this.#parts.send(
      writeRtp({ payloadType, ssrc, isMarker: false, sequence, timestamp }, payload),
    );
  }
}
