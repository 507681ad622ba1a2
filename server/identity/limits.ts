import { addressKey, Throttle } from './throttle.ts';
import type { Limit } from './throttle.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/**
 * Every throttled way in. Halls of one city share an address behind one line, so an address alone is
 * slowed late and little, and devices' limits never touch sign-ins.
 */
export interface Limits {
  signIn(username: string, address: string): Limit[];
  /** One-time links and device links: long secrets, so only floods are slowed. */
  link(address: string): Limit[];
  deviceCode(address: string): Limit[];
  password(accountId: string): Limit[];
}

export function createLimits(): Limits {
  const guess = { firstPauseMs: SECOND_MS, maxPauseMs: 15 * MINUTE_MS };
  const nameAtAddress = new Throttle({ freeFailures: 5, ...guess });
  // Whoever only knows a name can hold its owner up for at most 30 seconds.
  const name = new Throttle({ freeFailures: 20, firstPauseMs: SECOND_MS, maxPauseMs: 30_000 });
  const signInAddress = new Throttle({
    freeFailures: 50,
    firstPauseMs: SECOND_MS,
    maxPauseMs: MINUTE_MS,
  });
  const linkAddress = new Throttle({
    freeFailures: 300,
    firstPauseMs: SECOND_MS,
    maxPauseMs: 30_000,
  });
  const codeAddress = new Throttle({
    freeFailures: 30,
    firstPauseMs: SECOND_MS,
    maxPauseMs: 30_000,
  });
  const password = new Throttle({ freeFailures: 5, ...guess });
  return {
    signIn: (username, address) => [
      { throttle: nameAtAddress, key: `${username}|${addressKey(address)}`, onSuccess: 'clear' },
      { throttle: name, key: username, onSuccess: 'forgive' },
      { throttle: signInAddress, key: addressKey(address), onSuccess: 'forgive' },
    ],
    link: (address) => [{ throttle: linkAddress, key: addressKey(address), onSuccess: 'forgive' }],
    deviceCode: (address) => [
      { throttle: codeAddress, key: addressKey(address), onSuccess: 'forgive' },
    ],
    password: (accountId) => [{ throttle: password, key: accountId, onSuccess: 'clear' }],
  };
}
