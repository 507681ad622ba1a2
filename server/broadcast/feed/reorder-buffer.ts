import { isSequenceAfter } from '../../rtp/rtp-packet.ts';
import type { RtpPacket } from '../../rtp/rtp-packet.ts';

/** A packet that was lost on its hall's line is sent again within this time, or never. */
const PATIENCE_MS = 200;
const MOST_HELD = 1_024;

/** Puts one stream's packets into order; a gap is waited for, and then given up. */
export class ReorderBuffer {
  readonly #held = new Map<number, RtpPacket>();
  #next: number | null = null;
  #gapSinceMs: number | null = null;

  /** @returns what is in order by now; `lost` stands where packets are missing for good */
  push(packet: RtpPacket, nowMs: number): (RtpPacket | 'lost')[] {
    this.#next ??= packet.sequence;
    if (packet.sequence !== this.#next && !isSequenceAfter(packet.sequence, this.#next)) return [];
    this.#held.set(packet.sequence, packet);
    const out = this.#drain();
    if (this.#held.size === 0) {
      this.#gapSinceMs = null;
      return out;
    }
    if (out.length > 0) this.#gapSinceMs = null;
    this.#gapSinceMs ??= nowMs;
    if (nowMs - this.#gapSinceMs < PATIENCE_MS && this.#held.size < MOST_HELD) return out;
    this.#next = this.#earliest();
    this.#gapSinceMs = null;
    return [...out, 'lost', ...this.#drain()];
  }

  #drain(): RtpPacket[] {
    const out: RtpPacket[] = [];
    for (let packet = this.#held.get(this.#next!); packet; packet = this.#held.get(this.#next!)) {
      this.#held.delete(this.#next!);
      this.#next = (this.#next! + 1) & 0xffff;
      out.push(packet);
    }
    return out;
  }

  #earliest(): number {
    return [...this.#held.keys()].reduce((a, b) => (isSequenceAfter(a, b) ? b : a));
  }
}
