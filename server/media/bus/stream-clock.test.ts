import { describe, expect, it } from 'vitest';
import { PICTURE_RATE } from '../../rtp/media-time.ts';
import { StreamClock } from './stream-clock.ts';

const FRAME_MS = 40;

/** Arrivals of a camera whose clock runs `ppm` fast, over a line with the given delays. */
function* arrivals(given: { ppm: number; hours: number; delayMs: (index: number) => number }) {
  const frames = (given.hours * 3_600_000) / FRAME_MS;
  for (let index = 0; index < frames; index += 1) {
    const mediaMs = index * FRAME_MS * (1 + given.ppm / 1_000_000);
    yield {
      timestamp: (3_000_000_000 + Math.round((mediaMs * PICTURE_RATE) / 1_000)) >>> 0,
      sentMs: index * FRAME_MS,
      arrivalMs: index * FRAME_MS + given.delayMs(index),
    };
  }
}

/** A line that jitters by up to 30 ms, the same in every run. */
const jitter = (index: number) => 20 + ((index * 7_919) % 31);

describe('StreamClock', () => {
  it.each([200, -200])('follows a camera that is %i ppm off for four hours', (ppm) => {
    const clock = new StreamClock(PICTURE_RATE);
    let worst = 0;
    for (const one of arrivals({ ppm, hours: 4, delayMs: jitter })) {
      clock.observe(one.timestamp, one.arrivalMs);
      // After the first ten seconds: from sending to its place on the clock is the shortest delay.
      if (one.sentMs < 10_000) continue;
      worst = Math.max(worst, Math.abs(clock.momentOf(one.timestamp) - one.sentMs - 20));
    }
    expect(worst).toBeLessThan(8);
  });

  it('is not moved by a jam of the network', () => {
    const clock = new StreamClock(PICTURE_RATE);
    const jam = (index: number) =>
      index >= 500 && index < 520 ? 20 + (520 - index) * FRAME_MS : 20;
    for (const one of arrivals({ ppm: 0, hours: 0.02, delayMs: jam })) {
      clock.observe(one.timestamp, one.arrivalMs);
      expect(Math.abs(clock.momentOf(one.timestamp) - one.sentMs - 20)).toBeLessThan(2);
    }
  });

  it('keeps the spacing of frames within a window, whatever their arrival', () => {
    const clock = new StreamClock(PICTURE_RATE);
    let before: number | null = null;
    for (const one of arrivals({ ppm: 0, hours: 0.01, delayMs: jitter })) {
      clock.observe(one.timestamp, one.arrivalMs);
      const moment = clock.momentOf(one.timestamp);
      // Early on the mapping may slew by 2 % of the time that passed.
      if (before !== null) expect(Math.abs(moment - before - FRAME_MS)).toBeLessThan(2);
      before = moment;
    }
  });

  it('takes a longer way over at a cut', () => {
    const clock = new StreamClock(PICTURE_RATE);
    const longer = (index: number) => (index < 500 ? 20 : 220);
    let last = { timestamp: 0, sentMs: 0 };
    for (const one of arrivals({ ppm: 0, hours: 0.02, delayMs: longer })) {
      clock.observe(one.timestamp, one.arrivalMs);
      last = one;
    }
    clock.settle();
    expect(Math.abs(clock.momentOf(last.timestamp) - last.sentMs - 220)).toBeLessThan(1);
  });

  it('begins anew when the sender counts from somewhere else', () => {
    const clock = new StreamClock(PICTURE_RATE);
    clock.observe(1_000, 0);
    clock.observe(3_000_000_000, 40);
    expect(clock.momentOf(3_000_000_000)).toBe(40);
  });
});
