import { describe, expect, it } from 'vitest';
import { LiveClock } from './live-clock.ts';

const FRAME_MS = 40;

/** Frames whose sender's clock runs by so much faster, each `jitterMs` late at most. */
function run(seconds: number, sender: { rate: number; jitterMs?: number }): number[] {
  const clock = new LiveClock();
  const delays: number[] = [];
  for (let frame = 0; frame < seconds * 25; frame += 1) {
    const realMs = (frame * FRAME_MS) / sender.rate;
    const nowMs = realMs + (sender.jitterMs ?? 0) * ((frame * 7) % 10) * 0.1;
    clock.arrived(frame * FRAME_MS, nowMs);
    delays.push(clock.dueMs(frame * FRAME_MS)! - realMs);
  }
  return delays;
}

describe('LiveClock', () => {
  it.each([1.001, 0.999, 1])('keeps its delay for an hour of a clock at %d', (rate) => {
    const delays = run(3_600, { rate });
    expect(Math.min(...delays)).toBeGreaterThan(0);
    expect(Math.max(...delays)).toBeLessThan(200);
  });

  it('holds back as much as a line’s unsteadiness needs', () => {
    const delays = run(60, { rate: 1, jitterMs: 150 }).slice(20 * 25);
    expect(Math.min(...delays)).toBeGreaterThan(130);
    expect(Math.max(...delays)).toBeLessThan(300);
  });

  it('is live from the newest on when a signal begins with what was read before', () => {
    const clock = new LiveClock();
    for (let atMs = 0; atMs < 1_500; atMs += FRAME_MS) clock.arrived(atMs, 1_500 + atMs / 10);
    for (let atMs = 1_500; atMs < 3_000; atMs += FRAME_MS) clock.arrived(atMs, atMs + 150);
    expect(clock.isSettled).toBe(true);
    expect(clock.dueMs(3_000)! - 3_150).toBeLessThanOrEqual(140);
  });

  it('waits for a line that stood still, and takes the delay back when all came', () => {
    const clock = new LiveClock();
    for (let atMs = 0; atMs < 5_000; atMs += FRAME_MS) clock.arrived(atMs, atMs);
    // Three seconds come at once, then it is live again.
    for (let atMs = 5_000; atMs < 8_000; atMs += FRAME_MS) clock.arrived(atMs, 8_000);
    for (let atMs = 8_000; atMs < 12_000; atMs += FRAME_MS) clock.arrived(atMs, atMs);
    expect(clock.dueMs(12_000)! - 12_000).toBeLessThan(200);
    expect(clock.dueMs(12_000)! - 12_000).toBeGreaterThan(0);
  });
});
