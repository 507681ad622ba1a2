'use client';

import { useMemo } from 'react';
import { foldFigures } from '#contract/figures-fold.ts';
import type { Failure } from '../../_live/http-command.ts';
import { useStream } from '../../_live/use-stream.ts';
import { toFigures, type Figures } from './figures-model.ts';

export type FiguresView =
  | { kind: 'loading' }
  | { kind: 'failed'; failure: Failure }
  /** `isStale`: the last figures known; the line is being looked for. */
  | { kind: 'shown'; figures: Figures; isStale: boolean };

/** The figures of a session as they move. */
export function useFigures(sessionId: string): FiguresView {
  const view = useStream({
    subscribe: 'figures:subscribe',
    input: { sessionId },
    event: 'figures:changed',
    matches: (event) => event.sessionId === sessionId,
    fold: foldFigures,
  });
  const state = view.kind === 'live' || view.kind === 'stale' ? view.state : null;
  const figures = useMemo(() => (state ? toFigures(state) : null), [state]);
  if (view.kind === 'failed') return view;
  if (!figures) return { kind: 'loading' };
  return { kind: 'shown', figures, isStale: view.kind === 'stale' };
}
