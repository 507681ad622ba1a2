import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askAgainAfterDrops } from './layer-drop.ts';

class PlainConsumer extends EventEmitter {
  readonly observer = new EventEmitter();
  timesAsked = 0;
  requestKeyFrame = (): Promise<void> => {
    this.timesAsked += 1;
    return Promise.resolve();
  };
  turnTo(spatialLayer: number | null): void {
    this.emit('layerschange', spatialLayer === null ? undefined : { spatialLayer });
  }
}

let consumer: PlainConsumer;
beforeEach(() => {
  vi.useFakeTimers();
  consumer = new PlainConsumer();
  askAgainAfterDrops(consumer as never);
});
afterEach(() => vi.useRealTimers());

it('asks for one more key frame after the picture became smaller', () => {
  consumer.turnTo(1);
  consumer.turnTo(0);
  expect(consumer.timesAsked).toBe(0);
  vi.advanceTimersByTime(10_000);
  expect(consumer.timesAsked).toBe(1);
});

it('asks for none when it became larger, began or went away', () => {
  for (const layer of [0, 1, null, 0]) consumer.turnTo(layer);
  vi.advanceTimersByTime(10_000);
  expect(consumer.timesAsked).toBe(0);
});

it('asks for none of a track that closed', () => {
  consumer.turnTo(1);
  consumer.turnTo(0);
  consumer.observer.emit('close');
  vi.advanceTimersByTime(10_000);
  expect(consumer.timesAsked).toBe(0);
});
