import { describe, expect, it } from 'vitest';
import { SILENCE_DB, SoundWatch, loudnessOf } from './sound-watch.ts';

function hear(seconds: number, sample: { peakDb: number; rmsDb: number }) {
  const watch = new SoundWatch();
  let condition = watch.add({ atMs: 0, peakDb: -20, rmsDb: -30 });
  for (let atMs = 100; atMs <= seconds * 1_000; atMs += 100) {
    condition = watch.add({ atMs, ...sample });
  }
  return condition;
}

describe('SoundWatch', () => {
  it('calls a cable without a microphone silent after eight seconds, not a quiet hall', () => {
    expect(hear(7, { peakDb: SILENCE_DB, rmsDb: SILENCE_DB })).toBe('GOOD');
    expect(hear(9, { peakDb: SILENCE_DB, rmsDb: SILENCE_DB })).toBe('SILENT');
    expect(hear(60, { peakDb: -55, rmsDb: -62 })).toBe('GOOD');
  });

  it('says when it is too loud, and forgets it soon after', () => {
    expect(hear(1, { peakDb: 0, rmsDb: -6 })).toBe('CLIPPING');
    const watch = new SoundWatch();
    for (const atMs of [0, 100, 200]) watch.add({ atMs, peakDb: 0, rmsDb: -6 });
    expect(watch.add({ atMs: 1_000, peakDb: -12, rmsDb: -20 })).toBe('CLIPPING');
    expect(watch.add({ atMs: 5_000, peakDb: -12, rmsDb: -20 })).toBe('GOOD');
  });
});

describe('loudnessOf', () => {
  it('measures in dBFS', () => {
    const { peakDb, rmsDb } = loudnessOf(new Float32Array([1, -1, 1, -1]));
    expect([peakDb, rmsDb]).toEqual([0, 0]);
    expect(loudnessOf(new Float32Array([0.5, 0, 0, 0])).peakDb).toBeCloseTo(-6.02, 2);
    expect(loudnessOf(new Float32Array(4)).peakDb).toBe(SILENCE_DB);
  });
});
