import { afterEach, describe, expect, it, vi } from 'vitest';
import { WorkGate } from './work-gate.ts';

afterEach(() => vi.useRealTimers());

/** Works that end when told. */
function openWork() {
  const { promise, resolve } = Promise.withResolvers<string>();
  return { run: vi.fn(() => promise), end: resolve };
}

describe('the gate of the media node', () => {
  it('runs a few at a time, in the order they came', async () => {
    const gate = new WorkGate({ most: 2 });
    const works = [openWork(), openWork(), openWork(), openWork()];
    const answers = works.map((work) => gate.run(work.run));
    const begun = () => works.map(({ run }) => run.mock.calls.length);
    expect(begun()).toEqual([1, 1, 0, 0]);
    works[1]!.end('second');
    expect(await answers[1]).toBe('second');
    await vi.waitFor(() => expect(begun()).toEqual([1, 1, 1, 0]));
    for (const work of works) work.end('done');
    await Promise.all(answers);
    expect(begun()).toEqual([1, 1, 1, 1]);
  });

  it('goes on after one that failed', async () => {
    const gate = new WorkGate({ most: 1 });
    const failed = gate.run(() => Promise.reject(new Error('no')));
    const next = gate.run(async () => 'next');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('next');
    expect(await gate.run(async () => 'again')).toBe('again');
  });

  it('does not begin what nobody waits for any more', async () => {
    vi.useFakeTimers();
    const gate = new WorkGate({ most: 1 });
    const [first, late] = [openWork(), openWork()];
    const ended = gate.run(first.run);
    const refused = gate.run(late.run);
    const expected = expect(refused).rejects.toMatchObject({ code: 'MEDIA_UNAVAILABLE' });
    vi.advanceTimersByTime(4_001);
    first.end('done');
    await ended;
    await vi.runAllTimersAsync();
    await expected;
    expect(late.run).not.toHaveBeenCalled();
  });
});
