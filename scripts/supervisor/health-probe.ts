import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks a running part whether it still does its work: resolves when it answered, rejects when it cannot
 * or when `signal` ends the waiting.
 */
export type Probe = (part: ChildProcess, signal: AbortSignal) => Promise<void>;

/** Its event loop turns: asked over the IPC channel, answered by `server/answer-probes.ts`. */
export const answersOverIpc: Probe = async (part, signal) => {
  const answer = once(part, 'message', { signal });
  part.send({ type: 'probe' }, () => {});
  await answer;
};

export interface ProbeBounds {
  everyMs: number;
  timeoutMs: number;
  /** So many misses in a row are a hang. */
  misses: number;
}

/** Longer than any load holds a healthy part up: a hang is noticed after about 45 seconds. */
export const PROBE_BOUNDS: ProbeBounds = { everyMs: 5_000, timeoutMs: 10_000, misses: 3 };
/** A time-out that is noticed this late says that this process was held up as well. */
const OWN_DELAY_MS = 1_000;

/** Resolves once the part hangs; rejects with an AbortError when `signal` ends the watch. */
export async function untilHung(watch: {
  part: ChildProcess;
  probe: Probe;
  bounds: ProbeBounds;
  signal: AbortSignal;
}): Promise<void> {
  const { bounds, signal } = watch;
  for (let missed = 0; missed < bounds.misses;) {
    await delay(bounds.everyMs, undefined, { signal });
    const outcome = await probeOnce(watch);
    signal.throwIfAborted();
    if (outcome === 'answered') missed = 0;
    if (outcome === 'missed') missed += 1;
  }
}

async function probeOnce(
  watch: Parameters<typeof untilHung>[0],
): Promise<'answered' | 'missed' | 'unknown'> {
  const { part, probe, signal } = watch;
  const { timeoutMs } = watch.bounds;
  const askedAtMs = performance.now();
  try {
    await probe(part, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
    return 'answered';
  } catch {
    // On a machine that stood still, everybody's answer is late: that proves nothing.
    const isOurDelay = performance.now() - askedAtMs > timeoutMs + OWN_DELAY_MS;
    return isOurDelay ? 'unknown' : 'missed';
  }
}
