import { describe, expect, it } from 'vitest';
import { Refusal } from '../commands/refusal.ts';
import { addressKey, attempt, Throttle } from './throttle.ts';
import type { Limit } from './throttle.ts';

const RULE = { freeFailures: 3, firstPauseMs: 1_000, maxPauseMs: 8_000 };

function limitOf(throttle: Throttle, onSuccess: Limit['onSuccess'] = 'clear'): Limit[] {
  return [{ throttle, key: 'k', onSuccess }];
}
const fail = () => Promise.reject(new Refusal('CODE_INVALID'));
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'OK',
    (error: unknown) =>
      error instanceof Refusal
        ? `${error.code} ${error.details['seconds'] ?? ''}`.trim()
        : 'BROKEN',
  );

describe('the throttle', () => {
  it('lets the free failures through, then makes each pause twice as long, up to a limit', async () => {
    const limits = limitOf(new Throttle(RULE));
    let nowMs = 0;
    const answers: string[] = [];
    for (let round = 0; round < 8; round += 1) {
      const answer = await codeOf(attempt(limits, nowMs, fail));
      answers.push(answer);
      const seconds = Number(answer.split(' ')[1] ?? 0);
      nowMs += seconds * 1000;
    }
    expect(answers).toEqual([
      'CODE_INVALID',
      'CODE_INVALID',
      'CODE_INVALID',
      'TOO_MANY_ATTEMPTS 1',
      'CODE_INVALID',
      'TOO_MANY_ATTEMPTS 2',
      'CODE_INVALID',
      'TOO_MANY_ATTEMPTS 4',
    ]);
    for (let round = 0; round < 10; round += 1) {
      nowMs += 8_000;
      await codeOf(attempt(limits, nowMs, fail));
    }
    expect(await codeOf(attempt(limits, nowMs, fail))).toBe('TOO_MANY_ATTEMPTS 8');
  });

  it('counts attempts from their beginning: many at once are not all let through', async () => {
    const limits = limitOf(new Throttle(RULE));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => codeOf(attempt(limits, 0, fail))),
    );
    expect(answers.filter((answer) => answer === 'CODE_INVALID')).toHaveLength(3);
  });

  it('wipes the slate after a success, or takes back its own attempt only', async () => {
    const cleared = new Throttle(RULE);
    const kept = new Throttle(RULE);
    const limits = [...limitOf(cleared, 'clear'), ...limitOf(kept, 'forgive')];
    for (let round = 0; round < 2; round += 1) await codeOf(attempt(limits, 0, fail));
    await attempt(limits, 0, () => Promise.resolve());
    await codeOf(attempt(limits, 0, fail));
    expect(cleared.waitMs('k', 0)).toBe(0);
    expect(kept.waitMs('k', 0)).toBe(1_000);
  });

  it('does not hold a broken database against anybody', async () => {
    const throttle = new Throttle(RULE);
    const broken = () => Promise.reject(new Error('connection lost'));
    for (let round = 0; round < 9; round += 1) {
      expect(await codeOf(attempt(limitOf(throttle), 0, broken))).toBe('BROKEN');
    }
  });

  it('forgets after a quiet quarter of an hour, and holds a bounded number of keys', () => {
    const throttle = new Throttle(RULE);
    for (let round = 0; round < 9; round += 1) throttle.count('k', 0);
    expect(throttle.waitMs('k', 1)).toBeGreaterThan(0);
    expect(throttle.waitMs('k', 15 * 60_000 + 1)).toBe(0);
    for (let round = 0; round < 9; round += 1) throttle.count('oldest', 0);
    for (let index = 0; index < 100_000; index += 1) throttle.count(`key ${index}`, 0);
    expect(throttle.waitMs('oldest', 1)).toBe(0);
  });
});

describe('the key of an address', () => {
  it.each([
    ['10.0.0.7', '10.0.0.7'],
    ['::ffff:10.0.0.7', '10.0.0.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s is %s', (address, key) => expect(addressKey(address)).toBe(key));
});
