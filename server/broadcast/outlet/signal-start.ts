/** ISO/IEC 13818-1: a transport stream is packets of 188 bytes, each with a sync byte. */
const PACKET_BYTES = 188;
const SYNC = 0x47;
/** As ffmpeg numbers them: the tables that a player needs first, and the picture. */
const PROGRAMME_TABLE = 0;
const STREAM_TABLE = 0x1000;
const PICTURE = 0x100;

/**
 * Finds a place at which a file of the signal can begin: a key frame, with the tables before it. So
 * every file can be played from its first frame.
 */
export class SignalStart {
  readonly #tables = new Map<number, Buffer>();
  #rest = Buffer.alloc(0);

  /** @returns what the file begins with, or null while no key frame came */
  find(bytes: Buffer): Buffer | null {
    const all = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    let at = firstPacket(all);
    for (; at + PACKET_BYTES <= all.length; at += PACKET_BYTES) {
      if (all[at] !== SYNC) at += firstPacket(all.subarray(at));
      if (at + PACKET_BYTES > all.length) break;
      const packet = all.subarray(at, at + PACKET_BYTES);
      const number = ((packet[1]! & 0x1f) << 8) | packet[2]!;
      if (number === PROGRAMME_TABLE || number === STREAM_TABLE) {
        this.#tables.set(number, Buffer.from(packet));
      } else if (number === PICTURE && isKeyFrame(packet) && this.#tables.size === 2) {
        const [programme, streams] = [PROGRAMME_TABLE, STREAM_TABLE];
        return Buffer.concat([
          ...[this.#tables.get(programme)!, this.#tables.get(streams)!],
          all.subarray(at),
        ]);
      }
    }
    this.#rest = Buffer.from(all.subarray(at));
    return null;
  }
}

/** The place of the first packet: two sync bytes in their distance, or one at the end. */
function firstPacket(bytes: Buffer): number {
  for (let at = 0; at < bytes.length; at += 1) {
    const next = bytes[at + PACKET_BYTES];
    if (bytes[at] === SYNC && (next === SYNC || next === undefined)) return at;
  }
  return bytes.length;
}

/** The first packet of a frame whose adaptation field says that decoding may begin here. */
function isKeyFrame(packet: Buffer): boolean {
  const isFirst = (packet[1]! & 0x40) !== 0;
  const hasField = (packet[3]! & 0x20) !== 0 && packet[4]! > 0;
  return isFirst && hasField && (packet[5]! & 0x40) !== 0;
}
