import { describe, expect, it } from 'vitest';
import type { Receipt } from '#contract/check-in.ts';
import type { HallPlan, PlannedEvent } from './arrival-plan.ts';
import { type DoorLine, SimulatedDoor } from './simulated-door.ts';

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 11, 1, 1);
const wallMsOf = (minutes: number) => START_MS + minutes * MINUTE_MS;

const present = (delegateId: string, atMinutes: number): PlannedEvent => ({
  atMinutes,
  subject: { kind: 'DELEGATE', delegateId },
  kind: 'PRESENT',
  method: 'QR',
  detail: {},
});

class FakeLine implements DoorLine {
  readonly received: string[] = [];
  readonly reports: number[] = [];
  isBroken = false;

  append(events: Parameters<DoorLine['append']>[0]): Promise<Receipt[]> {
    if (this.isBroken) return Promise.reject(new Error('no answer'));
    this.received.push(...events.map((event) => event.id));
    return Promise.resolve(events.map(({ id }) => ({ id, outcome: 'COUNTED' as const })));
  }

  report(presentCount: number): Promise<void> {
    if (this.isBroken) return Promise.reject(new Error('no answer'));
    this.reports.push(presentCount);
    return Promise.resolve();
  }
}

function createDoor(plan: Partial<HallPlan>, marked: string[] = []) {
  const line = new FakeLine();
  const full: HallPlan = { events: [], outage: null, headcount: null, ...plan };
  const alreadyMarked = new Set(marked);
  return { line, door: new SimulatedDoor({ plan: full, line, wallMsOf, alreadyMarked }) };
}

describe('SimulatedDoor', () => {
  const events = [present('a', -10), present('b', -9), present('c', -1)];

  it('records only what is due, at most as many as allowed', () => {
    const { door } = createDoor({ events });
    expect(door.record(wallMsOf(-11), 10)).toBe(0);
    expect(door.record(wallMsOf(-8), 1)).toBe(1);
    expect(door.record(wallMsOf(-8), 10)).toBe(1);
    expect(door.waiting).toBe(2);
  });

  it('keeps events without an answer and sends the same ids again', async () => {
    const { door, line } = createDoor({ events });
    door.record(wallMsOf(0), 10);
    line.isBroken = true;
    expect(await door.deliver(wallMsOf(0))).toBe('failed');
    expect(door.waiting).toBe(3);
    line.isBroken = false;
    expect(await door.deliver(wallMsOf(0))).toBe('delivered');
    expect(door.waiting).toBe(0);
    expect(new Set(line.received).size).toBe(3);
    expect(door.isFinished).toBe(true);
  });

  it('sends nothing while its line is out, and everything afterwards', async () => {
    const { door, line } = createDoor({ events, outage: { fromMinutes: -12, toMinutes: 2 } });
    door.record(wallMsOf(0), 10);
    expect(await door.deliver(wallMsOf(0))).toBe('nothing');
    expect(await door.deliver(wallMsOf(2))).toBe('delivered');
    expect(line.received).toHaveLength(3);
  });

  it('does not bring again whom the centre has already, but counts them in the room', async () => {
    const plan = { events, headcount: { atMinutes: 1, error: -1 } };
    const { door, line } = createDoor(plan, ['a', 'b']);
    expect(door.record(wallMsOf(1), 10)).toBe(1);
    await door.deliver(wallMsOf(1));
    expect(line.received).toHaveLength(1);
    expect(line.reports).toEqual([2]);
    expect(door.isFinished).toBe(true);
  });

  it('declares again when people came after its first report', async () => {
    const { door, line } = createDoor({ events, headcount: { atMinutes: -5, error: 0 } });
    door.record(wallMsOf(-5), 10);
    await door.deliver(wallMsOf(-5));
    expect(door.isFinished).toBe(false);
    door.record(wallMsOf(0), 10);
    await door.deliver(wallMsOf(0));
    expect(line.reports).toEqual([2, 3]);
    expect(door.isFinished).toBe(true);
  });
});
