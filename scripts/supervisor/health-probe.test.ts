import type { ChildProcess } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { untilHung } from './health-probe.ts';
import type { Probe } from './health-probe.ts';

const bounds = { everyMs: 1, timeoutMs: 5_000, misses: 3 };
const part = {} as ChildProcess;
const never = new AbortController().signal;

/** Answers in this order, then misses for ever; says how often it was asked. */
function probes(...answers: ('answers' | 'misses')[]): { probe: Probe; asked(): number } {
  let asked = 0;
  const probe: Probe = () =>
    answers[asked++] === 'answers' ? Promise.resolve() : Promise.reject(new Error('missed'));
  return { probe, asked: () => asked };
}

describe('a watched part', () => {
  it('hangs after so many misses in a row, not after as many in all', async () => {
    const { probe, asked } = probes('misses', 'misses', 'answers', 'misses', 'misses', 'answers');
    await untilHung({ part, probe, bounds, signal: never });
    expect(asked()).toBe(6 + 3);
  });

  it('misses a probe by silence', async () => {
    const silent: Probe = (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', reject));
    const soon = { ...bounds, timeoutMs: 10 };
    await untilHung({ part, probe: silent, bounds: soon, signal: never });
  });

  it('is not blamed for a machine that stood still', async () => {
    let asked = 0;
    const stoodStill: Probe = (_, signal) => {
      asked += 1;
      if (asked > 1) return Promise.reject(new Error('missed'));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', reject));
    };
    const soon = { ...bounds, timeoutMs: 10 };
    await untilHung({ part, probe: stoodStill, bounds: soon, signal: never });
    expect(asked).toBe(1 + 3);
  });

  it('is watched until it is gone', async () => {
    const gone = new AbortController();
    const answering: Probe = () => {
      gone.abort();
      return Promise.resolve();
    };
    await expect(
      untilHung({ part, probe: answering, bounds, signal: gone.signal }),
    ).rejects.toThrow(/abort/);
  });
});
