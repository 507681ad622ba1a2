import { SOUND_PACKET_MS } from './footage.ts';
import type { SoundPacket } from './footage.ts';
import { SentStream } from './sent-stream.ts';

const REPORT_MS = 1_000;
/** After a longer pause of this process what is missing stays missing. */
const MOST_CATCHING_UP_MS = 200;

export interface SentSoundParts {
  payloadType: number;
  levelExtensionId: number | null;
  packets: readonly SoundPacket[];
  send(packet: Buffer): void;
}

/** A microphone without an encoder: plays pre-encoded packets while it is wanted. */
export class SentSound {
  readonly #stream: SentStream;
  #packets: readonly SoundPacket[];
  #timer: NodeJS.Timeout | null = null;
  #next = 0;
  #nextAtMs = 0;
  #reportedAtMs = -Infinity;

  constructor(parts: SentSoundParts) {
    this.#packets = parts.packets;
    const { payloadType, levelExtensionId, send } = parts;
    this.#stream = new SentStream({ kind: 'SOUND', payloadType, levelExtensionId, send });
  }

  get ssrc(): number {
    return this.#stream.ssrc;
  }

  /** Switches the microphone on or off: what is heard from the next packet on. */
  carry(packets: readonly SoundPacket[]): void {
    this.#packets = packets;
  }

  play(): void {
    if (this.#timer) return;
    this.#nextAtMs = performance.now();
    this.#timer = setInterval(() => this.#playDue(), SOUND_PACKET_MS);
    this.#playDue();
  }

  pause(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #playDue(): void {
    const now = performance.now();
    this.#nextAtMs = Math.max(this.#nextAtMs, now - MOST_CATCHING_UP_MS);
    while (this.#nextAtMs <= now) {
      const { payload, level } = this.#packets[this.#next++ % this.#packets.length]!;
      this.#stream.write(payload, { atMs: this.#nextAtMs, isMarker: false, level });
      this.#nextAtMs += SOUND_PACKET_MS;
    }
    if (now - this.#reportedAtMs < REPORT_MS) return;
    this.#reportedAtMs = now;
    this.#stream.report();
  }
}
