import { describe, expect, it } from 'vitest';
import { chooseSession, moveSessions } from './live-session.ts';

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
      session('b', 24, { openedAt: at(-5) }),
    ];
    expect(choose(sessions)).toEqual({
      sessionId: 'b',
      startsAtMs: NOW_MS + 24 * 60_000,
      shiftMs: 0,
      needsOpening: false,
    });
  });

  it('wants a session moved that is over, and its doors open', () => {
    const chosen = choose([session('a', -600)])!;
    expect(chosen.needsOpening).toBe(true);
    expect(chosen.startsAtMs).toBe(NOW_MS + 22 * 60_000);
    expect(chosen.shiftMs).toBe(622 * 60_000);
  });

  it('brings the start nearer when the clock runs faster', () => {
    expect(choose([session('a', 27)], { speed: 11 })?.startsAtMs).toBe(NOW_MS + 2 * 60_000);
  });

  it('leaves the times alone once somebody has come, and lets the others come now', () => {
    expect(choose([session('a', -600)], { arrived: 'a' })).toMatchObject({
      shiftMs: 0,
      startsAtMs: NOW_MS + 22 * 60_000,
    });
  });

  it('has nothing to do when every count is closed', () => {
    expect(choose([session('a', 20, { closedAt: at(0) })])).toBeNull();
  });
});

describe('moveSessions', () => {
  const sessions = [session('a', 0), session('b', 300), session('c', -500, { closedAt: at(-100) })];

  it('moves all that are not closed, the last first when they go forward', () => {
    const moved = moveSessions(sessions, 60 * 60_000);
    expect(moved.map((entry) => entry.sessionId)).toEqual(['b', 'a']);
    expect(moved[1]).toMatchObject({ startsAt: at(60), endsAt: at(260), lateAfter: at(65) });
  });

  it('moves the first one first when they go back', () => {
    const ids = moveSessions(sessions, -60_000).map((entry) => entry.sessionId);
    expect(ids).toEqual(['a', 'b']);
  });
});
