import { describe, expect, it } from 'vitest';
import { ArrivalLoop } from './arrival-loop.ts';
import type { PlannedEvent } from './arrival-plan.ts';
import { type DoorLine, SimulatedDoor } from './simulated-door.ts';

const line: DoorLine = {
  append: (events) =>
    Promise.resolve(events.map(({ id }) => ({ id, outcome: 'COUNTED' as const }))),
  report: () => Promise.resolve(),
};

function createDoors(count: number, people: number): SimulatedDoor[] {
  return Array.from({ length: count }, (_, door) => {
    const events = Array.from({ length: people }, (_, index): PlannedEvent => ({
      atMinutes: 0,
      subject: { kind: 'DELEGATE', delegateId: `${door}-${index}` },
      kind: 'PRESENT',
      method: 'QR',
      detail: {},
    }));
    const plan = { events, outage: null, headcount: null };
    return new SimulatedDoor({ plan, line, wallMsOf: () => 0, alreadyMarked: new Set() });
  });
}

describe('ArrivalLoop', () => {
  it('never lets in more than the rate, and ends when all have come', async () => {
    let now = 0;
    const doors = createDoors(20, 10);
    const loop = new ArrivalLoop({ doors, eventsPerSecond: 40, nowMs: () => now });
    const perSecond: number[] = [];
    while (!doors.every((door) => door.isFinished)) {
      const before = loop.counts.recorded;
      for (let step = 0; step < 4; step += 1) {
        now += 250;
        loop.step();
        await Promise.resolve();
      }
      await new Promise((resolve) => setImmediate(resolve));
      perSecond.push(loop.counts.recorded - before);
    }
    expect(Math.max(...perSecond)).toBeLessThanOrEqual(40);
    expect(loop.counts.recorded).toBe(200);
    expect(perSecond.length).toBeLessThan(9);
  });

  it('does not make up for a pause by a flood', () => {
    let now = 0;
    const doors = createDoors(100, 10);
    const loop = new ArrivalLoop({ doors, eventsPerSecond: 30, nowMs: () => now });
    now += 60_000;
    loop.step();
    expect(loop.counts.recorded).toBe(30);
  });

  it('lets all queues move alike when the rate is the limit', () => {
    let now = 0;
    const doors = createDoors(50, 10);
    const loop = new ArrivalLoop({ doors, eventsPerSecond: 25, nowMs: () => now });
    for (let second = 0; second < 10; second += 1) {
      now += 1000;
      loop.step();
    }
    expect(doors.filter((door) => door.waiting > 0).length).toBeGreaterThan(25);
  });
});
