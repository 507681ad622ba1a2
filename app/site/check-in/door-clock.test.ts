import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DoorClock } from './door-clock.ts';

const START_MS = Date.parse('2026-12-01T00:45:00Z');
const HOUR_MS = 3_600_000;

/** A machine whose clocks do as told, and the centre's clock, which is right. */
class Machine {
  trueMs = START_MS;
  wallMs = START_MS - 7_000;
  steadyMs = 500;
  readonly kept: number[] = [];
  readonly clock = new DoorClock(null, {
    clocks: { wallMs: () => this.wallMs, steadyMs: () => this.steadyMs },
    onOffset: (offsetMs) => void this.kept.push(offsetMs),
  });

  pass(ms: number): void {
    this.trueMs += ms;
    this.wallMs += ms;
    this.steadyMs += ms;
  }

  /** In browsers whose steady clock stands still meanwhile. */
  sleep(ms: number): void {
    this.trueMs += ms;
    this.wallMs += ms;
  }

  setWallClock(byMs: number): void {
    this.wallMs += byMs;
  }

  contact(roundTripMs = 40, onTheWay: () => void = () => {}): boolean {
    const asked = this.clock.read();
    this.pass(roundTripMs / 2);
    const serverTime = new Date(this.trueMs).toISOString();
    onTheWay();
    this.pass(roundTripMs / 2);
    return this.clock.learn({ asked, serverTime });
  }

  /** How far the door's idea of the time is from the truth. */
  errorMs(): number {
    return this.clock.nowMs() - this.trueMs;
  }
}

describe('DoorClock', () => {
  it('corrects a wall clock that is wrong, once it has met the centre', () => {
    const machine = new Machine();
    expect(machine.errorMs()).toBe(-7_000);
    expect(machine.contact()).toBe(true);
    expect(machine.errorMs()).toBe(0);
    expect(machine.clock.stamp()).toEqual({
      happenedAt: new Date(machine.trueMs).toISOString(),
      deviceAt: new Date(machine.wallMs).toISOString(),
    });
  });

  it('stays right through a sleep during which the steady clock stood still, and asks again', () => {
    const machine = new Machine();
    machine.contact();
    machine.sleep(2 * HOUR_MS);
    expect(machine.errorMs()).toBe(0);
    expect(machine.clock.hasJumped()).toBe(true);
    machine.contact();
    expect(machine.clock.hasJumped()).toBe(false);
  });

  it('stays right when the wall clock is set back without a network', () => {
    const machine = new Machine();
    machine.contact();
    machine.pass(60_000);
    machine.setWallClock(-HOUR_MS);
    expect(machine.errorMs()).toBe(0);
    expect(machine.kept).toEqual([7_000, HOUR_MS + 7_000]);
  });

  it('asks the centre at once when the wall clock runs ahead, and believes it', () => {
    const machine = new Machine();
    machine.contact();
    machine.setWallClock(HOUR_MS);
    expect(machine.clock.hasJumped()).toBe(true);
    expect(machine.contact()).toBe(true);
    expect(machine.errorMs()).toBe(0);
  });

  it('learns nothing from a contact on whose way a clock jumped or the machine slept', () => {
    const machine = new Machine();
    machine.contact();
    expect(machine.contact(40, () => machine.sleep(HOUR_MS))).toBe(false);
    expect(machine.contact(40, () => machine.setWallClock(-HOUR_MS))).toBe(false);
    expect(machine.contact(8_000)).toBe(false);
    expect(machine.errorMs()).toBe(0);
  });

  it('takes slow corrections of the wall clock for what they are', () => {
    const machine = new Machine();
    machine.contact();
    for (let second = 0; second < 3_600; second += 1) {
      machine.pass(1_000);
      machine.setWallClock(-0.5);
      expect(machine.clock.hasJumped()).toBe(false);
    }
  });

  it('is right after the next contact, whatever happened to the machine, and never hurt by sleeps or settings back', () => {
    const happening = fc.oneof(
      fc.record({ kind: fc.constant('pass'), ms: fc.nat(600_000) }),
      fc.record({ kind: fc.constant('sleep'), ms: fc.nat(8 * HOUR_MS) }),
      fc.record({ kind: fc.constant('back'), ms: fc.integer({ min: 1_000, max: 8 * HOUR_MS }) }),
      fc.record({ kind: fc.constant('ahead'), ms: fc.nat(8 * HOUR_MS) }),
      fc.record({ kind: fc.constant('contact'), ms: fc.nat(2_000) }),
    );
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
        const machine = new Machine();
        machine.contact();
        let isSureOf = true;
        for (const { kind, ms } of happenings) {
          if (kind === 'pass') machine.pass(ms);
          if (kind === 'sleep') machine.sleep(ms);
          if (kind === 'back') machine.setWallClock(-ms);
          if (kind === 'ahead') machine.setWallClock(ms);
          if (kind === 'contact') machine.contact(ms);
          if (kind === 'ahead') isSureOf = false;
          if (kind === 'contact' && ms <= 40) isSureOf = true;
          if (isSureOf) expect(Math.abs(machine.errorMs())).toBeLessThanOrEqual(2_000);
          // The door looks at its clocks every few seconds.
          machine.clock.read();
        }
        machine.contact();
        expect(Math.abs(machine.errorMs())).toBeLessThanOrEqual(50);
      }),
    );
  });
});
