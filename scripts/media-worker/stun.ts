import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const BINDING_REQUEST = 0x0001;
const MAGIC_COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 24;
const FINGERPRINT_BYTES = 8;
const FINGERPRINT_MASK = 0x5354554e;

const ATTRIBUTE = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  priority: 0x0024,
  useCandidate: 0x0025,
  fingerprint: 0x8028,
  iceControlling: 0x802a,
} as const;

function attribute(type: number, value: Buffer): Buffer {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  padded.writeUInt16BE(type, 0);
  padded.writeUInt16BE(value.length, 2);
  value.copy(padded, 4);
  return padded;
}

/**
 * An ICE connectivity check that nominates its pair (RFC 8445, RFC 8489), as a controlling agent sends
 * it to an ICE-lite server.
 */
export function bindingRequest(server: { usernameFragment: string; password: string }): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(BINDING_REQUEST, 0);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  randomBytes(12).copy(header, 8);
  const body = Buffer.concat([
    attribute(ATTRIBUTE.username, Buffer.from(`${server.usernameFragment}:peer`)),
    attribute(ATTRIBUTE.priority, Buffer.from([0x6e, 0x00, 0x1e, 0xff])),
    attribute(ATTRIBUTE.iceControlling, randomBytes(8)),
    attribute(ATTRIBUTE.useCandidate, Buffer.alloc(0)),
  ]);
  // Each checksum covers a header whose length already counts that checksum's attribute.
  header.writeUInt16BE(body.length + INTEGRITY_BYTES, 2);
  const integrity = createHmac('sha1', server.password).update(header).update(body).digest();
  const signed = Buffer.concat([body, attribute(ATTRIBUTE.messageIntegrity, integrity)]);
  header.writeUInt16BE(signed.length + FINGERPRINT_BYTES, 2);
  const message = Buffer.concat([header, signed]);
  const fingerprint = Buffer.alloc(4);
  fingerprint.writeUInt32BE((crc32(message) ^ FINGERPRINT_MASK) >>> 0);
  return Buffer.concat([message, attribute(ATTRIBUTE.fingerprint, fingerprint)]);
}

/** STUN packets begin with 0 or 1, DTLS records with 20 to 63 (RFC 7983). */
export function isDtls(packet: Buffer): boolean {
  const first = packet[0] ?? 0;
  return first >= 20 && first <= 63;
}
