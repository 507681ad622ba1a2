/** RTCP (RFC 3550, RFC 4585, RFC 5104) as far as senders of programmes need it. */

/** From 1900, where NTP begins, to 1970. */
export const NTP_FROM_UNIX_MS = 2_208_988_800_000;

/** An RTCP sender report (RFC 3550 §6.4.1) without reception blocks. */
export function writeSenderReport(report: {
  ssrc: number;
  /** Milliseconds since 1900. */
  ntpMs: number;
  /** The same moment as an RTP timestamp. */
  timestamp: number;
  packets: number;
  octets: number;
}): Buffer {
  const { ssrc, ntpMs, timestamp, packets, octets } = report;
  const bytes = Buffer.alloc(28);
  bytes[0] = 0x80;
  bytes[1] = 200;
  bytes.writeUInt16BE(6, 2);
  bytes.writeUInt32BE(ssrc >>> 0, 4);
  bytes.writeUInt32BE(Math.floor(ntpMs / 1_000) >>> 0, 8);
  bytes.writeUInt32BE(Math.floor(((ntpMs % 1_000) / 1_000) * 0x1_0000_0000) >>> 0, 12);
  bytes.writeUInt32BE(timestamp >>> 0, 16);
  bytes.writeUInt32BE(packets >>> 0, 20);
  bytes.writeUInt32BE(octets >>> 0, 24);
  return bytes;
}

/** Whether a packet that came over a shared port is RTCP: its types are 200 to 207 (RFC 5761). */
export function isRtcp(bytes: Buffer): boolean {
  return bytes.length >= 8 && bytes[1]! >= 200 && bytes[1]! <= 207;
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
