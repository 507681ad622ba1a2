import type { ProgrammeCodec } from '#contract/line.ts';
import { FOOTAGE_NAMES, pictureFootage } from '#server/demo/simulated-halls/footage.ts';
import type { FootageName } from '#server/demo/simulated-halls/footage.ts';

const KEY_BYTES = 4;

/** Tells one payload of a footage from every other: by its last bytes and its length. */
export function payloadKey(payload: Buffer): number {
  if (payload.length < KEY_BYTES) return -1;
  return payload.readUInt32LE(payload.length - KEY_BYTES) * 4096 + (payload.length & 4095);
}

/** Which footage a received picture's payload belongs to; payloads that two share are left out. */
export function payloadIndex(codec: ProgrammeCodec): Map<number, FootageName> {
  const index = new Map<number, FootageName>();
  const shared = new Set<number>();
  for (const name of FOOTAGE_NAMES) {
    const { low, high } = pictureFootage(name, codec);
    for (const payload of [...low, ...high].flatMap(({ payloads }) => payloads)) {
      const key = payloadKey(payload);
      if ((index.get(key) ?? name) !== name) shared.add(key);
      index.set(key, name);
    }
  }
  for (const key of shared) index.delete(key);
  return index;
}
