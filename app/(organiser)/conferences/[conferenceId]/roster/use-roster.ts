'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { DelegateRow } from '#contract/delegate.ts';
import type { CommandInput } from '#contract/registry.ts';
import { useCommand } from '../../../../_live/use-command.ts';

export type RosterQuery = Omit<CommandInput<'delegate:list'>, 'cursor' | 'limit'>;

export interface Roster {
  rows: readonly DelegateRow[];
  /** What the filters find in all; null until the first page has come. */
  total: number | null;
  /** `first`: another list is on its way, the old one is still shown. */
  loading: 'first' | 'more' | null;
  failure: string | null;
  /** Asks for the next page, unless it is on its way or there is none. */
  more: () => void;
  /** Asks for the list again from its beginning. */
  reload: () => void;
}

interface Pages {
  rows: DelegateRow[];
  next: string | null;
  total: number;
}

const PAGE_ROWS = 200;

/** The summons list as far as it was scrolled, page by page from the centre. */
export function useRoster(query: RosterQuery): Roster {
  const { run, failure } = useCommand('delegate:list', 'account');
  const [pages, setPages] = useState<Pages | null>(null);
  const [round, setRound] = useState(0);
  const key = JSON.stringify(query);
  /** Which list is meant: another question, or the same one asked again. */
  const asked = `${round} ${key}`;
  const [settled, setSettled] = useState<string | null>(null);
  const [isMoreComing, setIsMoreComing] = useState(false);
  const current = useRef(asked);

  useEffect(() => {
    current.current = asked;
    void run({ ...(JSON.parse(key) as RosterQuery), limit: PAGE_ROWS }).then((answer) => {
      // A slower answer to an earlier question is of no use any more.
      if (current.current !== asked) return;
      setSettled(asked);
      setIsMoreComing(false);
      if (!answer.ok) return;
      const { delegates, next, total } = answer.data;
      setPages({ rows: delegates, next, total: total ?? delegates.length });
    });
  }, [run, key, asked]);

  const cursor = pages?.next ?? null;
  const more = useCallback(() => {
    if (cursor === null || isMoreComing || settled !== asked) return;
    setIsMoreComing(true);
    void run({ ...query, cursor, limit: PAGE_ROWS }).then((answer) => {
      if (current.current !== asked) return;
      setIsMoreComing(false);
      if (!answer.ok) return;
      const { delegates, next } = answer.data;
      setPages((before) => before && { ...before, rows: [...before.rows, ...delegates], next });
    });
  }, [run, query, asked, cursor, settled, isMoreComing]);

  return {
    rows: pages?.rows ?? [],
    total: pages?.total ?? null,
    loading: settled !== asked ? 'first' : isMoreComing ? 'more' : null,
    failure,
    more,
    reload: useCallback(() => setRound((before) => before + 1), []),
  };
}
