import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OfflineKeeper } from './offline-keeper.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** A worker that answers as told, and takes a second for it. */
function bench(answers: (boolean | 'breaks')[]) {
  const made = { tries: 0 };
  const keeper = new OfflineKeeper(async () => {
    const answer = answers[made.tries] ?? answers.at(-1);
    made.tries += 1;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    if (answer === 'breaks') throw new Error('no worker');
    return answer ?? false;
  });
  return { keeper, made };
}

describe('OfflineKeeper', () => {
  it('tries once when that does', async () => {
    const { keeper, made } = bench([true]);
    keeper.open();
    await pass(3_600_000);
    keeper.nudge();
    await pass(3_600_000);
    expect(made.tries).toBe(1);
  });

  it('tries again by itself until the page is kept, less and less often', async () => {
    const { keeper, made } = bench([false, 'breaks', false, false, false, true]);
    keeper.open();
    await pass(30_000);
    expect(made.tries).toBe(3);
    await pass(3_600_000);
    expect(made.tries).toBe(6);
  });

  it('tries at once when the network is back, also when it fails at that moment', async () => {
    const { keeper, made } = bench([false, false, true]);
    keeper.open();
    await pass(2_000);
    keeper.nudge();
    expect(made.tries).toBe(2);
    keeper.nudge();
    keeper.nudge();
    await pass(2_500);
    expect(made.tries).toBe(3);
    await pass(3_600_000);
    expect(made.tries).toBe(3);
  });

  it('keeps the page anew when another worker took over', async () => {
    const { keeper, made } = bench([true]);
    keeper.open();
    await pass(2_000);
    keeper.renew();
    await pass(2_000);
    expect(made.tries).toBe(2);
  });

  it('ends with the page', async () => {
    const { keeper, made } = bench([false]);
    keeper.open();
    await pass(500);
    keeper.close();
    keeper.renew();
    await pass(3_600_000);
    expect(made.tries).toBe(1);
  });
});
