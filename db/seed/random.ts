import { createHash } from 'node:crypto';

/** A repeatable source of chance: the same seed gives the same sequence on every machine. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  below(below: number): number;
  /** One item, each as likely as another. Throws on an empty list. */
  pick<T>(items: readonly T[]): T;
  /** True in the given share of cases (0..1). */
  chance(share: number): boolean;
}

/**
 * sfc32 over a SHA-256 of the seed text. `Math.random` cannot be seeded, and a round must be the
 * same on every machine so that a figure quoted in a test or a bench stays true.
 */
export function createRandom(seed: string): Random {
  const digest = createHash('sha256').update(seed).digest();
  let a = digest.readInt32LE(0);
  let b = digest.readInt32LE(4);
  let c = digest.readInt32LE(8);
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('pick from an empty list');
      return item;
    },
  };
}

/** A weighted list prepared for drawing: `[item, weight]` pairs, weights of any scale. */
export function createDraw<T>(weighted: readonly (readonly [T, number])[]): (random: Random) => T {
  const bounds: number[] = [];
  let total = 0;
  for (const [, weight] of weighted) bounds.push((total += weight));
  return (random) => {
    const mark = random.next() * total;
    const index = bounds.findIndex((bound) => mark < bound);
    const drawn = weighted[index < 0 ? weighted.length - 1 : index];
    if (!drawn) throw new Error('draw from an empty list');
    return drawn[0];
  };
}

/** A stable UUID (RFC 9562 version 8) for a name, so that a reseeded round keeps its addresses. */
export function stableId(name: string): string {
  const bytes = createHash('sha256').update(`diem-cau demo:${name}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
