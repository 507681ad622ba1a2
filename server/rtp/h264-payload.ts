/** H.264 over RTP (RFC 6184), packetization mode 1. */

const IDR = 5;
const SPS = 7;
const STAP_A = 24;
const FU_A = 28;

/** Whether this payload begins a key frame: parameter sets, or the start of an IDR picture. */
export function startsH264KeyFrame(payload: Buffer): boolean {
  const type = payload[0]! & 0x1f;
  if (type === SPS || type === IDR) return true;
  if (type === STAP_A) return stapTypes(payload).some((one) => one === SPS || one === IDR);
  if (type === FU_A && payload.length > 1) {
    const isStart = (payload[1]! & 0x80) !== 0;
    return isStart && (payload[1]! & 0x1f) === IDR;
  }
  return false;
}

function stapTypes(payload: Buffer): number[] {
  const types: number[] = [];
  for (let at = 1; at + 2 < payload.length;) {
    types.push(payload[at + 2]! & 0x1f);
    at += 2 + payload.readUInt16BE(at);
  }
  return types;
}

/**
 * Cuts a frame of an Annex B stream into RTP payloads: small units whole, large ones in fragments.
 * @param units the NAL units of one frame, without start codes
 */
export function packetizeH264(units: readonly Buffer[], maxBytes: number): Buffer[] {
  return units.flatMap((unit) => {
    if (unit.length <= maxBytes) return [unit];
    const fragments: Buffer[] = [];
    const indicator = (unit[0]! & 0x60) | FU_A;
    const type = unit[0]! & 0x1f;
    for (let at = 1; at < unit.length; at += maxBytes - 2) {
      const end = Math.min(unit.length, at + maxBytes - 2);
      const bits = (at === 1 ? 0x80 : 0) | (end === unit.length ? 0x40 : 0);
      fragments.push(
        Buffer.concat([Buffer.from([indicator, bits | type]), unit.subarray(at, end)]),
      );
    }
    return fragments;
  });
}

/** Splits an Annex B stream into frames: each begins at its parameter sets or at its first slice. */
export function framesOfAnnexB(stream: Buffer): Buffer[][] {
  const frames: Buffer[][] = [];
  let pending: Buffer[] = [];
  for (const unit of unitsOfAnnexB(stream)) {
    const type = unit[0]! & 0x1f;
    if (type === 9 || type === 6) continue;
    pending.push(unit);
    if (type === 1 || type === IDR) {
      frames.push(pending);
      pending = [];
    }
  }
  return frames;
}

function unitsOfAnnexB(stream: Buffer): Buffer[] {
  const starts: { from: number; codeAt: number }[] = [];
  for (let at = 0; at + 2 < stream.length; at += 1) {
    if (stream[at] !== 0 || stream[at + 1] !== 0 || stream[at + 2] !== 1) continue;
    starts.push({ from: at + 3, codeAt: at > 0 && stream[at - 1] === 0 ? at - 1 : at });
    at += 2;
  }
  return starts.map(({ from }, index) =>
    stream.subarray(from, starts[index + 1]?.codeAt ?? stream.length),
  );
}
