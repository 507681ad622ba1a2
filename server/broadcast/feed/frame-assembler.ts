import type { ProgrammeCodec } from '#contract/line.ts';
import { assembleH264 } from '../../rtp/h264-payload.ts';
import { payloadOf, timestampDistance } from '../../rtp/rtp-packet.ts';
import type { RtpPacket } from '../../rtp/rtp-packet.ts';
import { assembleVp8 } from '../../rtp/vp8-payload.ts';
import { ReorderBuffer } from './reorder-buffer.ts';

export interface Frame {
  /** On the bus's clock, in ms. */
  atMs: number;
  isKey: boolean;
  data: Buffer;
}

interface AssemblerParts {
  codec: ProgrammeCodec | 'OPUS';
  /** Timestamp units a second. */
  rate: number;
  /** Any moment of the bus's clock that is near, and its timestamp. */
  anchor: { atMs: number; timestamp: number };
  onFrame: (frame: Frame) => void;
  /** A picture can only go on with a key frame. */
  onBroken?: () => void;
}

/** Makes whole frames of one slot's packets, in order. A picture with a gap waits for its next key frame. */
export class FrameAssembler {
  readonly #parts: AssemblerParts;
  readonly #order = new ReorderBuffer();
  #anchor: { atMs: number; timestamp: number };
  #packets: RtpPacket[] = [];
  #isBroken: boolean;

  constructor(parts: AssemblerParts) {
    this.#parts = parts;
    this.#anchor = parts.anchor;
    this.#isBroken = parts.codec !== 'OPUS';
  }

  push(packet: RtpPacket, nowMs: number): void {
    for (const next of this.#order.push(packet, nowMs)) {
      if (next === 'lost') this.#lose();
      else this.#add(next);
    }
  }

  #lose(): void {
    this.#packets = [];
    if (this.#parts.codec === 'OPUS') return;
    this.#isBroken = true;
    this.#parts.onBroken?.();
  }

  #add(packet: RtpPacket): void {
    if (this.#parts.codec === 'OPUS') {
      return this.#emit(packet.timestamp, { isKey: true, data: payloadOf(packet) });
    }
    // A frame without its marker: its last packet carried none, as some senders do.
    if (this.#packets.length > 0 && this.#packets[0]!.timestamp !== packet.timestamp)
      this.#finish();
    this.#packets.push(packet);
    if (packet.isMarker) this.#finish();
  }

  #finish(): void {
    const packets = this.#packets;
    this.#packets = [];
    const payloads = packets.map(payloadOf);
    const frame = this.#parts.codec === 'H264' ? assembleH264(payloads) : assembleVp8(payloads);
    if (!frame || (this.#isBroken && !frame.isKey)) return;
    this.#isBroken = false;
    this.#emit(packets[0]!.timestamp, frame);
  }

  #emit(timestamp: number, frame: { isKey: boolean; data: Buffer }): void {
    const { rate, onFrame } = this.#parts;
    const units = timestampDistance(this.#anchor.timestamp, timestamp);
    const atMs = this.#anchor.atMs + (units * 1_000) / rate;
    // Moved along, or the number space would run out after hours.
    if (Math.abs(units) > 0x1000_0000) this.#anchor = { atMs, timestamp };
    onFrame({ atMs, ...frame });
  }
}
