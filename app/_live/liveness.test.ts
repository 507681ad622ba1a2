import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Liveness } from './liveness.ts';

let isOpen: boolean;
let isReachable: boolean;
let timesAnew: number;
let answers: ((isAnswered: boolean) => void)[];
let liveness: Liveness;

beforeEach(() => {
  vi.useFakeTimers();
  isOpen = true;
  isReachable = true;
  timesAnew = 0;
  answers = [];
  liveness = new Liveness({
    isOpen: () => isOpen,
    ping: () => new Promise((resolve) => answers.push(resolve)),
    isReachable: () => Promise.resolve(isReachable),
    connectAnew: () => {
      timesAnew += 1;
      for (const answer of answers) answer(false);
    },
  });
});
afterEach(() => vi.useRealTimers());

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);

it('leaves a connection alone that answers, however late', async () => {
  void liveness.doubt();
  await seconds(2);
  answers[0]!(true);
  await seconds(60);
  expect([timesAnew, answers.length]).toEqual([0, 1]);
});

it('makes a connection anew that says nothing while the centre answers by another way', async () => {
  void liveness.doubt();
  await seconds(3);
  expect(timesAnew).toBe(1);
});

it('asks nothing of a centre that answers by no way, until it does', async () => {
  isReachable = false;
  void liveness.doubt();
  await seconds(20);
  expect(timesAnew).toBe(0);
  isReachable = true;
  await seconds(3);
  expect(timesAnew).toBe(1);
});

it('makes it anew twice a minute at most, unless the network changed', async () => {
  void liveness.doubt();
  await seconds(3);
  void liveness.doubt();
  await seconds(20);
  expect(timesAnew).toBe(1);
  liveness.networkChanged();
  await seconds(3);
  expect(timesAnew).toBe(2);
  void liveness.doubt();
  await seconds(33);
  expect(timesAnew).toBe(3);
});

it('does not wait for the next try when the network changed while the connection is lost', () => {
  isOpen = false;
  void liveness.doubt();
  expect(timesAnew).toBe(0);
  liveness.networkChanged();
  expect(timesAnew).toBe(1);
});
