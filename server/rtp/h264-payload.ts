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

const START_CODE = Buffer.from([0, 0, 0, 1]);

/**
 * Puts the RTP payloads of one frame together again, as Annex B.
 * @returns null when a fragment is missing or a payload is of a kind that mode 1 does not have
 */
export function assembleH264(payloads: readonly Buffer[]): { isKey: boolean; data: Buffer } | null {
  const parts: Buffer[] = [];
  let isKey = false;
  let isInFragment = false;
  const begin = (type: number) => {
    isKey ||= type === IDR;
    parts.push(START_CODE);
  };
  for (const payload of payloads) {
    const type = payload[0]! & 0x1f;
    const isContinued = type === FU_A && (payload[1]! & 0x80) === 0;
    if (isContinued !== isInFragment) return null;
    if (type === FU_A) {
      const head = payload[1]!;
      if (!isInFragment) {
        begin(head & 0x1f);
        parts.push(Buffer.from([(payload[0]! & 0x60) | (head & 0x1f)]));
      }
      parts.push(payload.subarray(2));
      isInFragment = (head & 0x40) === 0;
    } else if (type === STAP_A) {
      for (let at = 1; at + 2 < payload.length;) {
        const end = at + 2 + payload.readUInt16BE(at);
        begin(payload[at + 2]! & 0x1f);
        parts.push(payload.subarray(at + 2, end));
        at = end;
      }
    } else if (type > 0 && type < STAP_A) {
      begin(type);
      parts.push(payload);
    } else {
      return null;
    }
  }
  return isInFragment || parts.length === 0 ? null : { isKey, data: Buffer.concat(parts) };
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
