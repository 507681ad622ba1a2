import dgram from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { percentile, processTree, processUse, pump, timingOf, udpDrops } from './measure.ts';

describe('percentile', () => {
  it('takes the nearest rank, whatever the order', () => {
    const samples = [5, 1, 4, 2, 3];
    expect([0.2, 0.5, 0.99, 1].map((share) => percentile(samples, share))).toEqual([1, 3, 5, 5]);
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe('pump', () => {
  it('never has more operations under way than asked, and ends when the work ends', async () => {
    let underWay = 0;
    let most = 0;
    let left = 20;
    const timing = await pump({
      inFlight: 4,
      forMs: 60_000,
      operation: async () => {
        if (left === 0) return false;
        left -= 1;
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        return true;
      },
    });
    expect(most).toBe(4);
    expect(timing.count).toBe(20);
  });
});

describe('timingOf', () => {
  it('says how many in a second', () => {
    expect(timingOf([10, 20, 30, 40], 2)).toMatchObject({ perSecond: 2, p50Ms: 20, maxMs: 40 });
  });
});

describe('processUse', () => {
  it('reads this process, and nothing of one that is gone', () => {
    expect(processUse(process.pid)?.residentBytes).toBeGreaterThan(10e6);
    expect(processUse(2 ** 30)).toBeNull();
    expect(processTree(process.pid)).toContain(process.pid);
  });
});

describe('udpDrops', () => {
  it('counts what a full socket of a process could not take', async () => {
    const before = udpDrops([process.pid]);
    const [sender, receiver] = [dgram.createSocket('udp4'), dgram.createSocket('udp4')];
    try {
      receiver.bind(0, '127.0.0.1');
      await once(receiver, 'listening');
      sender.connect(receiver.address().port, '127.0.0.1');
      await once(sender, 'connect');
      // Nobody reads while this goes on: the receiver is in this process.
      const packet = Buffer.alloc(1_000);
      for (let sent = 0; sent < 4_000; sent += 1) sender.send(packet);
      expect(udpDrops([process.pid])).toBeGreaterThan(before);
    } finally {
      sender.close();
      receiver.close();
    }
  });
});
