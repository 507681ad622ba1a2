import { describe, expect, it } from 'vitest';
import { coreWaitMs, wasStarved } from './core-wait.ts';

describe('wasStarved', () => {
  it('excuses a process that waited for a core for long, and none that stood still by itself', () => {
    const starved = { beforeMs: 1_000, afterMs: 6_000, elapsedMs: 10_000 };
    expect(wasStarved(starved)).toBe(true);
    expect(wasStarved({ ...starved, afterMs: 1_100 })).toBe(false);
  });

  it('excuses nobody where the system does not tell', () => {
    expect(wasStarved({ beforeMs: null, afterMs: null, elapsedMs: 10_000 })).toBe(false);
  });
});

describe('coreWaitMs', () => {
  it('tells of a process that runs, and nothing of one that does not', () => {
    expect(coreWaitMs(process.pid)).toBeGreaterThanOrEqual(0);
    expect(coreWaitMs(0x7fff_fffe)).toBeNull();
  });
});
