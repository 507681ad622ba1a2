import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DelayedOutlet } from './delayed-outlet.ts';
import type { Outlet } from './outlet.ts';

const standing = {
  ...{ state: 'RUNNING' as const, trouble: null },
  ...{ sentBytes: 7, droppedBytes: 1, restarts: 2, gapMs: 300 },
};

describe('a delayed outlet', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const make = (parts: { mostHeldBytes?: number } = {}) => {
    const got: string[] = [];
    const inner: Outlet = {
      write: (bytes) => got.push(bytes.toString()),
      signalEnded: () => got.push('|'),
      standing,
      close: () => Promise.resolve(void got.push('closed')),
    };
    const open = vi.fn(() => inner);
    const outlet = new DelayedOutlet({ delayMs: 10_000, open, nowMs: () => Date.now(), ...parts });
    return { outlet, got, open };
  };

  it('gives everything in its order, as late as it is to be, and calls nobody before', async () => {
    const { outlet, got, open } = make();
    outlet.write(Buffer.from('a'));
    await vi.advanceTimersByTimeAsync(4_000);
    outlet.signalEnded();
    outlet.write(Buffer.from('b'));
    await vi.advanceTimersByTimeAsync(5_900);
    expect(open).not.toHaveBeenCalled();
    expect(outlet.standing).toMatchObject({ state: 'STARTING', gapMs: 9_900, heldMs: 9_900 });
    await vi.advanceTimersByTimeAsync(200);
    expect(got).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(got).toEqual(['a', '|', 'b']);
    expect(open).toHaveBeenCalledOnce();
    await outlet.close();
  });

  it('states the time until its first piece as a gap, beside those of what it opens', async () => {
    const { outlet } = make();
    outlet.write(Buffer.from('a'));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(outlet.standing).toEqual({ ...standing, gapMs: 10_300, heldMs: 0 });
    await outlet.close();
  });

  it('holds so much and no more, and says what it dropped', async () => {
    const { outlet, got } = make({ mostHeldBytes: 3 });
    for (const text of ['aa', 'bb', 'c']) outlet.write(Buffer.from(text));
    await vi.advanceTimersByTimeAsync(11_000);
    expect(got).toEqual(['aa', 'c']);
    expect(outlet.standing.droppedBytes).toBe(3);
    await outlet.close();
  });

  it('sends nothing of what it holds once it is closed', async () => {
    const { outlet, got, open } = make();
    outlet.write(Buffer.from('a'));
    await outlet.close();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(open).not.toHaveBeenCalled();
    expect(got).toEqual([]);
  });
});
