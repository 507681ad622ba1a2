/** RTP (RFC 3550) as far as the bus needs it: read a packet's header, write one with another. */

export const RTP_HEADER_BYTES = 12;

export interface RtpPacket {
  bytes: Buffer;
  hasPadding: boolean;
  isMarker: boolean;
  sequence: number;
  timestamp: number;
  /** Where the payload begins; header extensions lie before it. */
  payloadOffset: number;
}

/** @returns null for what is no RTP packet, or carries nothing (padding alone) */
export function readRtp(bytes: Buffer): RtpPacket | null {
  if (bytes.length < RTP_HEADER_BYTES || bytes[0]! >> 6 !== 2) return null;
  const first = bytes[0]!;
  let payloadOffset = RTP_HEADER_BYTES + (first & 0x0f) * 4;
  if (first & 0x10) {
    if (bytes.length < payloadOffset + 4) return null;
    payloadOffset += 4 + bytes.readUInt16BE(payloadOffset + 2) * 4;
  }
  const hasPadding = (first & 0x20) !== 0;
  const paddingBytes = hasPadding ? bytes[bytes.length - 1]! : 0;
  if (bytes.length - paddingBytes <= payloadOffset) return null;
  return {
    bytes,
    hasPadding,
    isMarker: bytes[1]! >> 7 === 1,
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    payloadOffset,
  };
}

/**
 * The one-byte header extension (RFC 8285) with that id.
 * @returns its first byte, or null when the packet has none
 */
export function readExtensionByte(bytes: Buffer, id: number): number | null {
  if ((bytes[0]! & 0x10) === 0) return null;
  const start = RTP_HEADER_BYTES + (bytes[0]! & 0x0f) * 4;
  if (bytes.readUInt16BE(start) !== 0xbede) return null;
  const end = start + 4 + bytes.readUInt16BE(start + 2) * 4;
  for (let at = start + 4; at < end;) {
    const head = bytes[at]!;
    if (head === 0) {
      at += 1;
      continue;
    }
    if (head >> 4 === id) return bytes[at + 1] ?? null;
    at += 2 + (head & 0x0f);
  }
  return null;
}

export interface RtpHeader {
  payloadType: number;
  ssrc: number;
  isMarker: boolean;
  sequence: number;
  timestamp: number;
}

/** A packet without header extensions; `payload` is copied, so it may be changed afterwards. */
export function writeRtp(header: RtpHeader, payload: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(RTP_HEADER_BYTES + payload.length);
  bytes[0] = 0x80;
  bytes[1] = (header.isMarker ? 0x80 : 0) | header.payloadType;
  bytes.writeUInt16BE(header.sequence & 0xffff, 2);
  bytes.writeUInt32BE(header.timestamp >>> 0, 4);
  bytes.writeUInt32BE(header.ssrc >>> 0, 8);
  payload.copy(bytes, RTP_HEADER_BYTES);
  return bytes;
}

/** The packet's payload without its padding. */
export function payloadOf(packet: RtpPacket): Buffer {
  const { bytes, payloadOffset, hasPadding } = packet;
  return bytes.subarray(payloadOffset, bytes.length - (hasPadding ? bytes[bytes.length - 1]! : 0));
}

/** Whether sequence number `a` comes after `b`, modulo 2^16. */
export function isSequenceAfter(a: number, b: number): boolean {
  return a !== b && ((a - b) & 0xffff) < 0x8000;
}

/** The distance from timestamp `from` to `to`, modulo 2^32, negative when `to` is earlier. */
export function timestampDistance(from: number, to: number): number {
  return (to - from) | 0;
}
