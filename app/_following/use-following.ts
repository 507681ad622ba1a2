'use client';

import { useEffect, useState } from 'react';
import type { FollowingState } from '#contract/following.ts';
import { groupOfFollowing, type FollowingGroup } from '#domain/following.ts';
import { useLive } from '../_live/live-context.ts';
import { sendCommand } from '../_live/send-command.ts';

const ASK_EVERY_MS = 10_000;

export type FollowingBySite = ReadonlyMap<string, FollowingState>;

/** How each hall within reach follows a session, asked for every ten seconds; null until it was told. */
export function useFollowing(sessionId: string | null): FollowingBySite | null {
  const live = useLive();
  const [told, setTold] = useState<{ text: string; bySite: FollowingBySite } | null>(null);
  useEffect(() => {
    if (sessionId === null) return;
    let isOver = false;
    const ask = async () => {
      if (document.hidden) return;
      const answer = await sendCommand({ live, as: 'account' }, 'following:list', { sessionId });
      if (isOver || !answer.ok) return;
      const { halls } = answer.data;
      const text = JSON.stringify(halls);
      const bySite = new Map(halls.map(({ siteId, ...state }) => [siteId, state]));
      // What is the same stays the same object: lists of hundreds are not sorted again.
      setTold((before) => (before?.text === text ? before : { text, bySite }));
    };
    void ask();
    const timer = setInterval(() => void ask(), ASK_EVERY_MS);
    const onVisible = () => void ask();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      isOver = true;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [live, sessionId]);
  return sessionId === null ? null : (told?.bySite ?? null);
}

/** How many halls follow, do not, and have not said. */
export function countFollowing(following: FollowingBySite): Record<FollowingGroup, number> {
  const counts = { FOLLOWS: 0, DOES_NOT: 0, UNKNOWN: 0 };
  for (const { kind } of following.values()) counts[groupOfFollowing(kind)] += 1;
  return counts;
}
