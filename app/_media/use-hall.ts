'use client';

import type { HallState } from '#contract/hall.ts';
import { useStream } from '../_live/use-stream.ts';

/** What the centre knows of one's own hall; null until it has said so. */
export function useHall(place: { sessionId: string; siteId: string } | null): HallState | null {
  const view = useStream({
    subscribe: 'hall:subscribe',
    input: place,
    event: 'hall:changed',
    matches: ({ hall }) => hall.siteId === place?.siteId && hall.sessionId === place.sessionId,
    fold: (_state, { revision, hall }) => ({ revision, hall }),
  });
  return view.kind === 'live' || view.kind === 'stale' ? view.state.hall : null;
}
