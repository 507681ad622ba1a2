'use client';

import { useCallback, useEffect, useState } from 'react';
import { useLive } from '../_live/live-context.ts';
import { centreOf } from './line-centre.ts';
import type { LineState } from './line-state.ts';
import { Line } from './line.ts';

const CONNECTING: LineState = { kind: 'CONNECTING' };

export interface UseLine {
  /** Null until the page runs in a browser and knows its session. */
  line: Line | null;
  state: LineState;
  isTakenOver: boolean;
  /** Takes the place back from the browser that took it over. */
  takeBack: () => void;
}

/**
 * The page's line into a session, open for as long as the page is there. Needs a LiveProvider above.
 * @param sessionId null: not yet
 */
export function useLine(sessionId: string | null): UseLine {
  const live = useLive();
  const [attempt, setAttempt] = useState(0);
  const [line, setLine] = useState<Line | null>(null);
  const [state, setState] = useState<LineState>(CONNECTING);
  const [isTakenOver, setIsTakenOver] = useState(false);
  useEffect(() => {
    if (!live || sessionId === null) return;
    const opened = Line.open({
      centre: centreOf(live),
      sessionId,
      onState: setState,
      onTakenOver: () => setIsTakenOver(true),
    });
    let isOver = false;
    queueMicrotask(() => !isOver && setLine(opened));
    return () => {
      isOver = true;
      opened.close();
      setLine(null);
      setState(CONNECTING);
    };
  }, [live, sessionId, attempt]);
  const takeBack = useCallback(() => {
    setIsTakenOver(false);
    setAttempt((before) => before + 1);
  }, []);
  return { line, state, isTakenOver, takeBack };
}
