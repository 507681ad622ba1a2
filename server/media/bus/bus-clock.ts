/**
 * The one wall clock of a bus: the timestamps of all its slots are this clock in units of their rate,
 * so that sound and picture keep together over takes and hours. It never jumps with the system's time.
 */
export interface BusClock {
  /** Milliseconds, monotonic. */
  nowMs(): number;
  /** Milliseconds since 1900 (NTP) for a moment of this clock. */
  ntpMs(atMs: number): number;
}

const NTP_FROM_UNIX_MS = 2_208_988_800_000;

export const systemBusClock: BusClock = {
  nowMs: () => performance.now(),
  ntpMs: (atMs) => performance.timeOrigin + atMs + NTP_FROM_UNIX_MS,
};

export const PICTURE_RATE = 90_000;
export const SOUND_RATE = 48_000;

/** A moment of the clock as an RTP timestamp. */
export function timestampAt(atMs: number, rate: number): number {
  return (Math.round((atMs * rate) / 1_000) % 0x1_0000_0000) >>> 0;
}

/**
 * An RTCP sender report (RFC 3550 §6.4.1) without reception blocks, which ties an SSRC's timestamps to
 * the clock.
 */
export function senderReport(report: {
  ssrc: number;
  rate: number;
  clock: BusClock;
  packets: number;
  octets: number;
}): Buffer {
  const atMs = report.clock.nowMs();
  const ntp = report.clock.ntpMs(atMs);
  const bytes = Buffer.alloc(28);
  bytes[0] = 0x80;
  bytes[1] = 200;
  bytes.writeUInt16BE(6, 2);
  bytes.writeUInt32BE(report.ssrc >>> 0, 4);
  bytes.writeUInt32BE(Math.floor(ntp / 1_000) >>> 0, 8);
  bytes.writeUInt32BE(Math.floor(((ntp % 1_000) / 1_000) * 0x1_0000_0000) >>> 0, 12);
  bytes.writeUInt32BE(timestampAt(atMs, report.rate), 16);
  bytes.writeUInt32BE(report.packets >>> 0, 20);
  bytes.writeUInt32BE(report.octets >>> 0, 24);
  return bytes;
}

/** SSRCs for which an RTCP packet (RFC 4585, RFC 5104) asks a key frame: PLI and FIR, compounds too. */
export function keyFrameRequests(bytes: Buffer): number[] {
  const ssrcs: number[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const format = bytes[at]! & 0x1f;
    const length = (bytes.readUInt16BE(at + 2) + 1) * 4;
    if (bytes[at + 1] === 206 && at + 12 <= bytes.length) {
      if (format === 1) ssrcs.push(bytes.readUInt32BE(at + 8));
      for (let entry = at + 12; format === 4 && entry + 8 <= at + length; entry += 8) {
        ssrcs.push(bytes.readUInt32BE(entry));
      }
    }
    at += length;
  }
  return ssrcs;
}
