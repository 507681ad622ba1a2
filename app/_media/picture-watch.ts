/** One look at a camera's picture, made small: brightness 0–255. */
export interface PictureSample {
  atMs: number;
  mean: number;
  /** Standard deviation of the brightness over the picture. */
  deviation: number;
  /** Mean absolute change of a pixel since the sample before. */
  change: number;
}

export type WatchedPicture = 'GOOD' | 'BLACK' | 'FROZEN';

/** A covered lens still has some noise; a dark hall has lamps. */
const BLACK_MEAN = 16;
const BLACK_DEVIATION = 6;
const BLACK_AFTER_MS = 3_000;
/** Every real sensor has noise, so not one changed pixel means the same picture over and over. */
const FROZEN_CHANGE = 0.004;
const FROZEN_AFTER_MS = 10_000;

/** Tells a black or frozen camera from a quiet hall. */
export class PictureWatch {
  #goodLightMs: number | null = null;
  #movedMs: number | null = null;

  add({ atMs, mean, deviation, change }: PictureSample): WatchedPicture {
    const isDark = mean < BLACK_MEAN && deviation < BLACK_DEVIATION;
    if (!isDark || this.#goodLightMs === null) this.#goodLightMs = atMs;
    if (change > FROZEN_CHANGE || this.#movedMs === null) this.#movedMs = atMs;
    if (isDark && atMs - this.#goodLightMs >= BLACK_AFTER_MS) return 'BLACK';
    return atMs - this.#movedMs >= FROZEN_AFTER_MS ? 'FROZEN' : 'GOOD';
  }
}

/** Brightness of each pixel of an RGBA picture (ITU-R BT.601). */
export function brightnessOf(rgba: Uint8ClampedArray): Uint8Array {
  const brightness = new Uint8Array(rgba.length / 4);
  for (let pixel = 0; pixel < brightness.length; pixel += 1) {
    const at = pixel * 4;
    brightness[pixel] = 0.299 * rgba[at]! + 0.587 * rgba[at + 1]! + 0.114 * rgba[at + 2]!;
  }
  return brightness;
}

/** @param before the picture of the sample before, of the same size; null for the first */
export function samplePicture(
  now: Uint8Array,
  before: Uint8Array | null,
): Omit<PictureSample, 'atMs'> {
  let sum = 0;
  let squares = 0;
  let changes = 0;
  for (let pixel = 0; pixel < now.length; pixel += 1) {
    const value = now[pixel]!;
    sum += value;
    squares += value * value;
    if (before) changes += Math.abs(value - before[pixel]!);
  }
  const mean = sum / now.length;
  const variance = Math.max(0, squares / now.length - mean * mean);
  const change = before ? changes / now.length : Number.POSITIVE_INFINITY;
  return { mean, deviation: Math.sqrt(variance), change };
}
