import type { ProgrammeCodec } from '#contract/line.ts';
import { readVp8 } from './vp8-payload.ts';

const SPS = 7;
const STAP_A = 24;
const VP8_START_CODE = 0x9d012a;

/**
 * The height in pixels that a payload tells: a VP8 key frame, or H.264 parameter sets of the baseline
 * profile (Rec. ITU-T H.264 §7.3.2.1.1).
 * @returns null for a payload that tells none
 */
export function pictureHeight(payload: Buffer, codec: ProgrammeCodec): number | null {
  if (codec === 'VP8') return vp8Height(payload);
  const type = (payload[0] ?? 0) & 0x1f;
  if (type === SPS) return spsHeight(payload);
  if (type !== STAP_A || payload.length < 4) return null;
  const first = payload.subarray(3, 3 + payload.readUInt16BE(1));
  return ((first[0] ?? 0) & 0x1f) === SPS ? spsHeight(first) : null;
}

function vp8Height(payload: Buffer): number | null {
  const descriptor = readVp8(payload);
  if (!descriptor?.isKeyFrameStart) return null;
  const at = descriptor.length;
  if (payload.length < at + 10 || payload.readUIntBE(at + 3, 3) !== VP8_START_CODE) return null;
  return payload.readUInt16LE(at + 8) & 0x3fff;
}

function spsHeight(unit: Buffer): number | null {
  const bits = new BitReader(unit.subarray(1));
  const profile = bits.read(8);
  if (profile !== 66 && profile !== 77) return null;
  bits.read(16);
  bits.unsigned();
  bits.unsigned();
  skipOrderOfPictures(bits);
  bits.unsigned();
  bits.read(1);
  bits.unsigned();
  const mapUnits = bits.unsigned() + 1;
  const isFrameOnly = bits.read(1) === 1;
  if (!isFrameOnly) bits.read(1);
  bits.read(1);
  const fields = isFrameOnly ? 1 : 2;
  const height = fields * mapUnits * 16;
  if (bits.read(1) === 0) return height;
  bits.unsigned();
  bits.unsigned();
  return height - 2 * fields * (bits.unsigned() + bits.unsigned());
}

function skipOrderOfPictures(bits: BitReader): void {
  const kind = bits.unsigned();
  if (kind === 0) bits.unsigned();
  if (kind !== 1) return;
  bits.read(1);
  bits.unsigned();
  bits.unsigned();
  for (let left = bits.unsigned(); left > 0; left -= 1) bits.unsigned();
}

/** Bits and Exp-Golomb numbers of a NAL unit; past its end come zeros, then an end to the counting. */
class BitReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(unit: Buffer) {
    this.#bytes = Buffer.from(withoutEmulation(unit));
  }

  read(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left -= 1, this.#at += 1) {
      value = (value << 1) | (((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1);
    }
    return value >>> 0;
  }

  /** `ue(v)`; a signed number has the same length. */
  unsigned(): number {
    let zeros = 0;
    while (zeros < 31 && this.read(1) === 0) zeros += 1;
    return (1 << zeros) - 1 + this.read(zeros);
  }
}

function withoutEmulation(unit: Buffer): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < unit.length; at += 1) {
    const isEmulation = at > 1 && unit[at] === 3 && unit[at - 1] === 0 && unit[at - 2] === 0;
    if (!isEmulation) bytes.push(unit[at]!);
  }
  return bytes;
}
