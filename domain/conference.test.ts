import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agendaStartsMs, dayOf, doSessionsOverlap, moveItem, sessionFault } from './conference.ts';

const days = { startsOn: '2026-12-01', endsOn: '2026-12-02' };
const at = (text: string) => Date.parse(`${text}+07:00`);
const morning = {
  startsAtMs: at('2026-12-01T08:00:00'),
  endsAtMs: at('2026-12-01T11:30:00'),
  lateAfterMs: at('2026-12-01T08:00:00'),
};

describe('sessionFault', () => {
  it('lets a half day inside the conference stand', () => {
    expect(sessionFault(morning, days)).toBeNull();
  });

  it.each([
    ['SESSION_TIMES_REVERSED', { endsAtMs: morning.startsAtMs }],
    ['SESSION_TOO_LONG', { endsAtMs: at('2026-12-02T08:00:00') }],
    ['SESSION_OUTSIDE_DAYS', { startsAtMs: at('2026-11-30T23:59:00') }],
    ['LATE_TIME_OUTSIDE', { lateAfterMs: at('2026-12-01T11:31:00') }],
    ['LATE_TIME_OUTSIDE', { lateAfterMs: at('2026-12-01T04:59:00') }],
  ] as const)('finds %s', (fault, change) => {
    expect(sessionFault({ ...morning, ...change }, days)).toBe(fault);
  });

  it('counts days by the clock in Vietnam', () => {
    expect(dayOf(Date.parse('2026-11-30T17:00:00Z'))).toBe('2026-12-01');
    expect(dayOf(Date.parse('2026-11-30T16:59:59Z'))).toBe('2026-11-30');
  });
});

describe('doSessionsOverlap', () => {
  it('lets two sessions touch', () => {
    const noon = { startsAtMs: morning.endsAtMs, endsAtMs: morning.endsAtMs + 1 };
    expect(doSessionsOverlap(morning, noon)).toBe(false);
    expect(doSessionsOverlap(morning, { ...noon, startsAtMs: noon.startsAtMs - 1 })).toBe(true);
  });
});

describe('agenda', () => {
  it('begins each item where the one before ends', () => {
    const items = [{ durationMinutes: 15 }, { durationMinutes: 60 }, { durationMinutes: 5 }];
    expect(agendaStartsMs(0, items)).toEqual([0, 900_000, 4_500_000]);
  });

  it('moves an item and keeps the order of the others', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer(), { minLength: 1 }),
        fc.nat(40),
        fc.nat(40),
        (items, from, to) => {
          const item = items[from % items.length]!;
          const moved = moveItem(items, item, to);
          expect(moved.indexOf(item)).toBe(Math.min(to, items.length - 1));
          expect(moved.filter((other) => other !== item)).toEqual(
            items.filter((other) => other !== item),
          );
        },
      ),
    );
  });
});
