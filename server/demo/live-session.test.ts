import { describe, expect, it } from 'vitest';
import { chooseSession } from './live-session.ts';

const NOW_MS = Date.UTC(2026, 11, 1, 1);
const at = (minutes: number) => new Date(NOW_MS + minutes * 60_000).toISOString();

const session = (id: string, startMinutes: number, more: Record<string, string | null> = {}) => ({
  id,
  name: `Buổi ${id}`,
  startsAt: at(startMinutes),
  endsAt: at(startMinutes + 200),
  lateAfter: at(startMinutes + 5),
  openedAt: null,
  closedAt: null,
  ...more,
});
const choose = (
  sessions: ReturnType<typeof session>[],
  options: { speed?: number; arrived?: string } = {},
) =>
  chooseSession({
    sessions,
    nowMs: NOW_MS,
    speed: options.speed ?? 1,
    hasArrivals: (id) => id === options.arrived,
  });

describe('chooseSession', () => {
  it('takes the open session as it is when people would come about now', () => {
    const sessions = [
      session('a', -300, { closedAt: at(-60) }),
      session('b', 27, { openedAt: at(-5) }),
    ];
    expect(choose(sessions)).toEqual({
      sessionId: 'b',
      startsAtMs: NOW_MS + 27 * 60_000,
      update: null,
      needsOpening: false,
    });
  });

  it('moves a session that is over, keeping its length, and opens its doors', () => {
    const chosen = choose([session('a', -600)])!;
    expect(chosen.needsOpening).toBe(true);
    expect(chosen.startsAtMs).toBe(NOW_MS + 25 * 60_000);
    expect(chosen.update).toMatchObject({ startsAt: at(25), endsAt: at(225), lateAfter: at(30) });
  });

  it('brings the start nearer when the clock runs faster', () => {
    expect(choose([session('a', 27)], { speed: 5 })?.startsAtMs).toBe(NOW_MS + 5 * 60_000);
  });

  it('leaves the times alone once somebody has come', () => {
    expect(choose([session('a', -600)], { arrived: 'a' })?.update).toBeNull();
  });

  it('has nothing to do when every count is closed', () => {
    expect(choose([session('a', 20, { closedAt: at(0) })])).toBeNull();
  });
});
