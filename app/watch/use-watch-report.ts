'use client';

import { useEffect } from 'react';
import { WATCH_REPORT_EVERY_MS, type WatchReport } from '#domain/following.ts';
import { useLive } from '../_live/live-context.ts';
import { sendCommand } from '../_live/send-command.ts';
import type { WatchModel } from './watch-model.ts';

/** A hall in a session. */
export interface WatchedIn {
  sessionId: string;
  siteId: string;
}

/** What a watch page says of itself: the hall’s machine speaks, nobody’s eyes are counted. */
export function reportOf({ stage, step }: Pick<WatchModel, 'stage' | 'step'>): WatchReport {
  switch (stage) {
    case 'LIVE':
      return { condition: 'PLAYING', step };
    case 'LOST':
    case 'UNSUPPORTED':
      return { condition: 'STALLED', step: null };
    default:
      return { condition: 'WAITING', step: null };
  }
}

/** On a machine of a hall: tells the centre how the page goes, at once when that changes. */
export function useWatchReport(watchedIn: WatchedIn | null, model: WatchModel): void {
  const live = useLive();
  const { condition, step } = reportOf(model);
  const sessionId = watchedIn?.sessionId ?? null;
  const siteId = watchedIn?.siteId ?? null;
  useEffect(() => {
    if (sessionId === null || siteId === null) return;
    const say = () =>
      void sendCommand({ live, as: 'device' }, 'following:report-watch', {
        ...{ sessionId, siteId },
        watch: { condition, step },
      });
    say();
    const timer = setInterval(say, WATCH_REPORT_EVERY_MS);
    return () => clearInterval(timer);
  }, [live, sessionId, siteId, condition, step]);
  useEffect(() => {
    if (sessionId === null || siteId === null) return;
    return () => {
      const input = { sessionId, siteId, watch: null };
      void sendCommand({ live, as: 'device' }, 'following:report-watch', input);
    };
  }, [live, sessionId, siteId]);
}
