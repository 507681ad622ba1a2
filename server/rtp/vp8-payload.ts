/** VP8 over RTP (RFC 7741): the payload descriptor, whose counters must go on over a cut. */

export interface Vp8Descriptor {
  isKeyFrameStart: boolean;
  /** Length of the descriptor; the frame's bytes follow. */
  length: number;
  /** −1 where the field is absent. */
  pictureId: number;
  pictureIdAt: number;
  isPictureIdLong: boolean;
  tl0Index: number;
  tl0IndexAt: number;
}

/** @returns null when the payload ends within its descriptor */
export function readVp8(payload: Buffer): Vp8Descriptor | null {
  const first = payload[0]!;
  const found = {
    pictureId: -1,
    pictureIdAt: -1,
    isPictureIdLong: false,
    tl0Index: -1,
    tl0IndexAt: -1,
  };
  let at = 1;
  if (first & 0x80) {
    const extended = payload[at];
    if (extended === undefined) return null;
    at += 1;
    if (extended & 0x80) {
      found.pictureIdAt = at;
      found.isPictureIdLong = ((payload[at] ?? 0) & 0x80) !== 0;
      if (at + (found.isPictureIdLong ? 2 : 1) > payload.length) return null;
      found.pictureId = found.isPictureIdLong
        ? payload.readUInt16BE(at) & 0x7fff
        : payload[at]! & 0x7f;
      at += found.isPictureIdLong ? 2 : 1;
    }
    if (extended & 0x40) {
      found.tl0IndexAt = at;
      found.tl0Index = payload[at] ?? 0;
      at += 1;
    }
    if (extended & 0x30) at += 1;
  }
  if (at >= payload.length) return null;
  const isPartitionStart = (first & 0x10) !== 0 && (first & 0x07) === 0;
  return { ...found, isKeyFrameStart: isPartitionStart && (payload[at]! & 1) === 0, length: at };
}

export function startsVp8KeyFrame(payload: Buffer): boolean {
  return readVp8(payload)?.isKeyFrameStart ?? false;
}

/** Distances that are added to a source's counters so that they go on where the last source stopped. */
export interface Vp8Shift {
  pictureId: number;
  tl0Index: number;
}

/** Writes shifted counters into the payload, in place; a short picture id stays short. */
export function shiftVp8(payload: Buffer, descriptor: Vp8Descriptor, shift: Vp8Shift): void {
  if (descriptor.pictureIdAt >= 0) {
    const pictureId = descriptor.pictureId + shift.pictureId;
    if (descriptor.isPictureIdLong) {
      payload.writeUInt16BE(0x8000 | (pictureId & 0x7fff), descriptor.pictureIdAt);
    } else {
      payload[descriptor.pictureIdAt] = pictureId & 0x7f;
    }
  }
  if (descriptor.tl0IndexAt >= 0) {
    payload[descriptor.tl0IndexAt] = (descriptor.tl0Index + shift.tl0Index) & 0xff;
  }
}

/** Cuts one VP8 frame into RTP payloads with a long picture id of 0, to be shifted when it is sent. */
export function packetizeVp8(frame: Buffer, maxBytes: number): Buffer[] {
  const payloads: Buffer[] = [];
  const room = maxBytes - 4;
  for (let at = 0; at < frame.length; at += room) {
    const descriptor = Buffer.from([at === 0 ? 0x90 : 0x80, 0x80, 0x80, 0x00]);
    payloads.push(Buffer.concat([descriptor, frame.subarray(at, at + room)]));
  }
  return payloads;
}

/** The frames of an IVF file. */
export function framesOfIvf(file: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = file.readUInt16LE(6); at + 12 <= file.length;) {
    const length = file.readUInt32LE(at);
    frames.push(file.subarray(at + 12, at + 12 + length));
    at += 12 + length;
  }
  return frames;
}

/**
 * Puts the RTP payloads of one frame together again.
 * @returns null when a payload ends within its descriptor
 */
export function assembleVp8(payloads: readonly Buffer[]): { isKey: boolean; data: Buffer } | null {
  const parts: Buffer[] = [];
  for (const payload of payloads) {
    const descriptor = readVp8(payload);
    if (!descriptor) return null;
    parts.push(payload.subarray(descriptor.length));
  }
  const data = Buffer.concat(parts);
  // RFC 6386 §9.1: the first bit of a frame is 0 for a key frame.
  return data.length > 0 ? { isKey: (data[0]! & 1) === 0, data } : null;
}

/** The size that a key frame tells (RFC 6386 §9.1); null for any other frame. */
export function vp8Size(frame: Buffer): { width: number; height: number } | null {
  if (frame.length < 10 || (frame[0]! & 1) !== 0 || frame.readUIntBE(3, 3) !== 0x9d012a)
    return null;
  return { width: frame.readUInt16LE(6) & 0x3fff, height: frame.readUInt16LE(8) & 0x3fff };
}
