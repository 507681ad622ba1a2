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
  key: string;
  rows: DelegateRow[];
  next: string | null;
  total: number;
}

const PAGE_ROWS = 200;

/** The summons list as far as it was scrolled, page by page from the centre. */
export function useRoster(query: RosterQuery): Roster {
  const { run, failure } = useCommand('delegate:list', 'account');
  const [pages, setPages] = useState<Pages | null>(null);
  const [loading, setLoading] = useState<Roster['loading']>('first');
  const [round, setRound] = useState(0);
  const key = JSON.stringify(query);
  const current = useRef(key);

  useEffect(() => {
    current.current = key;
    setLoading('first');
    void run({ ...(JSON.parse(key) as RosterQuery), limit: PAGE_ROWS }).then((answer) => {
      // A slower answer to an earlier question is of no use any more.
      if (current.current !== key) return;
      setLoading(null);
      if (!answer.ok) return;
      const { delegates, next, total } = answer.data;
      setPages({ key, rows: delegates, next, total: total ?? delegates.length });
    });
  }, [run, key, round]);

  const more = useCallback(() => {
    if (!pages?.next || loading !== null || pages.key !== key) return;
    setLoading('more');
    void run({ ...query, cursor: pages.next, limit: PAGE_ROWS }).then((answer) => {
      if (current.current !== key) return;
      setLoading(null);
      if (!answer.ok) return;
      const { delegates, next } = answer.data;
      setPages((before) => before && { ...before, rows: [...before.rows, ...delegates], next });
    });
  }, [run, query, key, pages, loading]);

  return {
    rows: pages?.rows ?? [],
    total: pages?.total ?? null,
    loading,
    failure,
    more,
    reload: useCallback(() => setRound((before) => before + 1), []),
  };
}
