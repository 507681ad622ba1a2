import { describe, expect, it } from 'vitest';
import { chooseSession, type DoorSession } from './session-choice.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 11, 1, hour)).toISOString();
const session = (id: string, hour: number, given: Partial<DoorSession> = {}): DoorSession => ({
  id,
  name: id,
  startsAt: at(hour),
  endsAt: at(hour + 4),
  lateAfter: at(hour),
  openedAt: null,
  closedAt: null,
  ...given,
});
const morning = session('morning', 1);
const afternoon = session('afternoon', 7);
const choose = (sessions: DoorSession[], hour: number, chosenId: string | null = null) =>
  chooseSession(sessions, { nowMs: Date.parse(at(hour)), chosenId })?.id;

describe('chooseSession', () => {
  it('takes the nearest while none is open', () => {
    expect(choose([morning, afternoon], 0)).toBe('morning');
    expect(choose([morning, afternoon], 6)).toBe('afternoon');
  });

  it('prefers the one that is open, also after its planned end', () => {
    expect(choose([{ ...morning, openedAt: at(0) }, afternoon], 7)).toBe('morning');
  });

  it('goes on to the next one after a closing', () => {
    const closed = { ...morning, openedAt: at(0), closedAt: at(5) };
    expect(choose([closed, afternoon], 4)).toBe('afternoon');
    expect(choose([closed], 4)).toBe('morning');
  });

  it('follows the clerk', () => {
    expect(choose([{ ...morning, openedAt: at(0) }, afternoon], 1, 'afternoon')).toBe('afternoon');
    expect(choose([morning], 1, 'gone')).toBe('morning');
    expect(choose([], 1)).toBeUndefined();
  });
});
