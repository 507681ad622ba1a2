/** Ogg (RFC 3533) as far as a file of Opus packets (RFC 7845) needs it. */

const CAPTURE_PATTERN = 'OggS';
const HEADER_BYTES = 27;
/** A packet goes on in the next segment while its segments are full. */
const FULL_SEGMENT = 255;
const HEADER_PACKETS = 2;

/**
 * The Opus packets of a file with one stream, without its two headers. Its checksums are not looked at.
 * @throws Error when the file is no Ogg file
 */
export function opusPackets(file: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  let parts: Buffer[] = [];
  for (let at = 0; at < file.length;) {
    if (file.toString('latin1', at, at + 4) !== CAPTURE_PATTERN) throw new Error('no Ogg page');
    const segments = file.subarray(at + HEADER_BYTES, at + HEADER_BYTES + file[at + 26]!);
    at += HEADER_BYTES + segments.length;
    for (const length of segments) {
      parts.push(file.subarray(at, at + length));
      at += length;
      if (length === FULL_SEGMENT) continue;
      packets.push(Buffer.concat(parts));
      parts = [];
    }
  }
  return packets.slice(HEADER_PACKETS);
}
