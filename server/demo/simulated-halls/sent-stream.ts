import { randomInt } from 'node:crypto';
import { NTP_FROM_UNIX_MS, writeSenderReport } from '../../rtp/rtcp.ts';
import { RTP_HEADER_BYTES, writeRtp } from '../../rtp/rtp-packet.ts';

const PICTURE_RATE = 90_000;
const SOUND_RATE = 48_000;
/** RFC 8285, one-byte headers. */
const EXTENSION_PROFILE = 0xbede;

export interface SentStreamParts {
  kind: 'PICTURE' | 'SOUND';
  payloadType: number;
  /** Id of the header extension for loudness (RFC 6464); null sends none. */
  levelExtensionId: number | null;
  send(packet: Buffer): void;
}

/** One SSRC that a hall sends: its numbers, its timestamps on this machine's clock, its reports. */
export class SentStream {
  readonly ssrc = randomInt(1, 0xffff_fffe);
  readonly #parts: SentStreamParts;
  readonly #rate: number;
  readonly #timestampOffset = randomInt(0, 0xffff_ffff);
  #sequence = randomInt(0, 0x7fff);
  #packets = 0;
  #octets = 0;

  constructor(parts: SentStreamParts) {
    this.#parts = parts;
    this.#rate = parts.kind === 'PICTURE' ? PICTURE_RATE : SOUND_RATE;
  }

  /**
   * Sends one packet.
   * @param atMs the moment of `performance.now()` at which the frame belongs
   */
  write(payload: Buffer, packet: { atMs: number; isMarker: boolean; level?: number }): void {
    const { payloadType, levelExtensionId, send } = this.#parts;
    const { isMarker, level } = packet;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    const header = {
      payloadType,
      ssrc: this.ssrc,
      isMarker,
      sequence: this.#sequence,
      timestamp: this.#timestampAt(packet.atMs),
    };
    const hasLevel = level !== undefined && levelExtensionId !== null;
    const body = hasLevel
      ? Buffer.concat([levelExtension(levelExtensionId, level), payload])
      : payload;
    const bytes = writeRtp(header, body);
    if (hasLevel) bytes[0] = bytes[0]! | 0x10;
    this.#packets += 1;
    this.#octets += bytes.length - RTP_HEADER_BYTES;
    send(bytes);
  }

  /** Ties its timestamps to the clock: without it no receiver can change layers or keep lip-sync. */
  report(): void {
    const atMs = performance.now();
    this.#parts.send(
      writeSenderReport({
        ssrc: this.ssrc,
        ntpMs: performance.timeOrigin + atMs + NTP_FROM_UNIX_MS,
        timestamp: this.#timestampAt(atMs),
        packets: this.#packets,
        octets: this.#octets,
      }),
    );
  }

  #timestampAt(atMs: number): number {
    return (Math.round((atMs * this.#rate) / 1_000) + this.#timestampOffset) % 0x1_0000_0000;
  }
}

function levelExtension(id: number, level: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16BE(EXTENSION_PROFILE, 0);
  bytes.writeUInt16BE(1, 2);
  bytes[4] = id << 4;
  bytes[5] = level & 0x7f;
  return bytes;
}
