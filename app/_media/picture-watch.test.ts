import { describe, expect, it } from 'vitest';
import { PictureWatch, brightnessOf, samplePicture } from './picture-watch.ts';

const GOOD = { mean: 90, deviation: 40, change: 0.8 };

function after(seconds: number, sample: typeof GOOD) {
  const watch = new PictureWatch();
  watch.add({ atMs: 0, ...GOOD });
  let condition = watch.add({ atMs: 1_000, ...sample });
  for (let atMs = 2_000; atMs <= seconds * 1_000; atMs += 1_000) {
    condition = watch.add({ atMs, ...sample });
  }
  return condition;
}

describe('PictureWatch', () => {
  it('calls a covered lens black after three seconds, not a dark hall with lamps', () => {
    const covered = { mean: 4, deviation: 2, change: 0.5 };
    expect(after(2, covered)).toBe('GOOD');
    expect(after(4, covered)).toBe('BLACK');
    expect(after(30, { ...covered, deviation: 20 })).toBe('GOOD');
  });

  it('calls the same picture over and over frozen, not a hall where nobody moves', () => {
    expect(after(8, { ...GOOD, change: 0 })).toBe('GOOD');
    expect(after(12, { ...GOOD, change: 0 })).toBe('FROZEN');
    expect(after(60, { ...GOOD, change: 0.02 })).toBe('GOOD');
  });
});

describe('samplePicture', () => {
  it('measures brightness, contrast and change', () => {
    const grey = brightnessOf(new Uint8ClampedArray([100, 100, 100, 255, 200, 200, 200, 255]));
    expect([...grey]).toEqual([100, 200]);
    expect(samplePicture(grey, null)).toMatchObject({ mean: 150, deviation: 50 });
    expect(samplePicture(grey, grey).change).toBe(0);
    expect(samplePicture(grey, new Uint8Array([98, 200])).change).toBe(1);
  });
});
