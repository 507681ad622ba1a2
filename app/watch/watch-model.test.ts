import { describe, expect, it } from 'vitest';
import { behindSeconds, MotionWatch } from './watch-model.ts';

describe('behindSeconds', () => {
  it.each([
    [100_000, 108_400, 8],
    [100_000, 100_000, 0],
    [100_000, 99_000, null],
    [100_000, 100_000 + 3_600_000, null],
    [null, 100_000, null],
    [100_000, null, null],
  ])('made at %s, now %s', (madeAtMs, nowMs, expected) => {
    expect(behindSeconds(madeAtMs, nowMs)).toBe(expected);
  });
});

describe('MotionWatch', () => {
  it('waits for the first picture, then gives up', () => {
    const watch = new MotionWatch(0);
    expect(watch.look(0, 1_000)).toBe('NOT_YET');
    expect(watch.look(0, 14_000)).toBe('NOT_YET');
    expect(watch.look(0, 15_000)).toBe('HOPELESS');
  });

  it('sees it move, stand and move again', () => {
    const watch = new MotionWatch(0);
    watch.look(0, 1_000);
    expect(watch.look(1, 2_000)).toBe('MOVES');
    expect(watch.look(1, 4_000)).toBe('MOVES');
    expect(watch.look(1, 5_000)).toBe('STANDS');
    expect(watch.look(2, 6_000)).toBe('MOVES');
    expect(watch.look(2, 21_000)).toBe('HOPELESS');
  });

  it('takes a jump to the newest picture for motion', () => {
    const watch = new MotionWatch(0);
    watch.look(0, 1_000);
    watch.look(3, 2_000);
    expect(watch.look(1, 3_000)).toBe('MOVES');
  });

  it('does not count a pause', () => {
    const watch = new MotionWatch(0);
    watch.look(0, 1_000);
    watch.look(1, 2_000);
    watch.rest(60_000);
    expect(watch.look(1, 61_000)).toBe('MOVES');
  });
});
