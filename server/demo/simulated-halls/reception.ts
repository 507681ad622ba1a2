import { PICTURE_SLOTS, SLOTS } from '#domain/programme.ts';
import type { Slot } from '#domain/programme.ts';
import type { ProgrammeCodec } from '#contract/line.ts';
import { pictureHeight } from '../../rtp/picture-height.ts';
import { isRtcp } from '../../rtp/rtcp.ts';
import { isSequenceAfter, payloadOf, readRtp } from '../../rtp/rtp-packet.ts';
import type { RtpPacket } from '../../rtp/rtp-packet.ts';

/** What one slot brought since its line was opened. */
export interface SlotReception {
  packets: number;
  /** Packets that were sent to this hall and did not come. */
  lost: number;
  /** Whole pictures; for sound, packets that say so. */
  frames: number;
  /** `performance.now()`; −∞ before the first. */
  lastPacketMs: number;
  /** Pixels, as the last key frame said; 0 before the first, and for sound. */
  height: number;
}

/** Counts the programme as it arrives, and looks for gaps; nothing is decoded. */
export class Reception {
  readonly #slots = new Map<Slot, SlotReception & { sequence: number }>();
  #codec: ProgrammeCodec = 'H264';
  readonly #onPacket: ((slot: Slot, packet: RtpPacket) => void) | undefined;

  constructor(onPacket?: (slot: Slot, packet: RtpPacket) => void) {
    this.#onPacket = onPacket;
    for (const slot of SLOTS) {
      this.#slots.set(slot, {
        packets: 0,
        lost: 0,
        frames: 0,
        lastPacketMs: -Infinity,
        height: 0,
        sequence: -1,
      });
    }
  }

  of(slot: Slot): Readonly<SlotReception> {
    return this.#slots.get(slot)!;
  }

  /** All slots together. */
  get total(): Pick<SlotReception, 'packets' | 'lost'> {
    const all = [...this.#slots.values()];
    return {
      packets: all.reduce((sum, { packets }) => sum + packets, 0),
      lost: all.reduce((sum, { lost }) => sum + lost, 0),
    };
  }

  /** What is shown now: MAIN, or RETURN while the hall itself is on air. */
  get shownPicture(): Readonly<SlotReception> {
    const [main, back] = [this.of('MAIN'), this.of('RETURN')];
    return back.lastPacketMs > main.lastPacketMs ? back : main;
  }

  /** A new line counts its own packets: its numbers begin anew. */
  beginLine(codec: ProgrammeCodec): void {
    this.#codec = codec;
    for (const seen of this.#slots.values()) seen.sequence = -1;
  }

  take(slot: Slot, bytes: Buffer): void {
    if (isRtcp(bytes)) return;
    const packet = readRtp(bytes);
    if (!packet) return;
    const seen = this.#slots.get(slot)!;
    this.#count(seen, packet);
    if (isPicture(slot)) {
      seen.height = pictureHeight(payloadOf(packet), this.#codec) ?? seen.height;
    }
    this.#onPacket?.(slot, packet);
  }

  #count(seen: SlotReception & { sequence: number }, packet: RtpPacket): void {
    const { sequence, isMarker } = packet;
    seen.packets += 1;
    seen.lastPacketMs = performance.now();
    if (isMarker) seen.frames += 1;
    if (seen.sequence === -1) {
      seen.sequence = sequence;
    } else if (isSequenceAfter(sequence, seen.sequence)) {
      seen.lost += ((sequence - seen.sequence) & 0xffff) - 1;
      seen.sequence = sequence;
    } else if (sequence !== seen.sequence) {
      // It was counted as lost when a later one overtook it.
      seen.lost = Math.max(0, seen.lost - 1);
    }
  }
}

function isPicture(slot: Slot): boolean {
  return (PICTURE_SLOTS as readonly Slot[]).includes(slot);
}
