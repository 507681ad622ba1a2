import { describe, expect, it } from 'vitest';
import { measuresBetween, type Counters } from './line-measures.ts';

const START: Counters = {
  atMs: 0,
  packets: 0,
  lost: 0,
  frames: 0,
  height: 720,
  roundTripMs: 40,
  way: '',
};

describe('measuresBetween', () => {
  it('says what was lost and shown since the reading before', () => {
    const before = { ...START, atMs: 1_000, packets: 1_000, lost: 100, frames: 100 };
    const now = { ...START, atMs: 6_000, packets: 1_900, lost: 200, frames: 225 };
    expect(measuresBetween(before, now)).toEqual({
      lossPercent: 10,
      roundTripMs: 40,
      receivedFramesPerSecond: 25,
      receivedHeight: 720,
      receivedPackets: 900,
      hasSpan: true,
    });
  });

  it('begins again with a new line, and never counts less than nothing as lost', () => {
    const before = { ...START, atMs: 1_000, packets: 1_000, lost: 5, frames: 100 };
    const reopened = { ...START, atMs: 2_000, packets: 90, lost: 10, frames: 5 };
    expect(measuresBetween(before, reopened)).toMatchObject({ lossPercent: 10, hasSpan: false });
    const late = { ...before, atMs: 2_000, packets: 1_010, lost: 3 };
    expect(measuresBetween(before, late)).toMatchObject({ lossPercent: 0 });
    expect(measuresBetween(null, START)).toMatchObject({
      lossPercent: 0,
      receivedPackets: 0,
      hasSpan: false,
    });
  });
});
