import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import { expect, it, vi } from 'vitest';
import { systemBusClock } from './bus-clock.ts';
import { FeedStream } from './feed-stream.ts';

/** A consumer as far as a stream uses it; as mediasoup's own, it leaves its transport by `@close`. */
class Consumer extends EventEmitter {
  readonly kind = 'audio';
  readonly producerId = 'producer';
  readonly rtpParameters = { codecs: [] };
  readonly observer = new EventEmitter();
  closed = false;

  close(): void {
    this.closed = true;
    this.emit('@close');
    this.observer.emit('close');
  }
}

it('leaves nothing with its transport when it ends: there are thousands of takes in a day', () => {
  const consumer = new Consumer();
  const leavesTransport = vi.fn();
  const onPacket = vi.fn();
  consumer.on('@close', leavesTransport);
  const stream = new FeedStream({
    consumer: consumer as unknown as types.Consumer,
    ssrc: 1,
    layer: 0,
    clock: systemBusClock,
    onPacket,
    onEnded: () => {},
  });
  stream.close();
  expect(leavesTransport).toHaveBeenCalledOnce();
  const late = Buffer.from([0x80, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7]);
  consumer.emit('rtp', late);
  expect(onPacket).not.toHaveBeenCalled();
});
