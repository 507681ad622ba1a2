'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { ImportRow } from '#contract/import.ts';
import { useCommand } from '../../../../_live/use-command.ts';
import type { RowFilter } from './use-row-filter.ts';

export interface ImportRows {
  rows: readonly ImportRow[];
  /** null until the first page has come. */
  total: number | null;
  hasMore: boolean;
  isBusy: boolean;
  failure: string | null;
  more: () => void;
}

interface Pages {
  rows: ImportRow[];
  total: number;
  next: number | null;
}

/** The rows of a preview that the filter finds, page by page. */
export function useImportRows(jobId: string, filter: RowFilter): ImportRows {
  const { run, isBusy, failure } = useCommand('import:rows', 'account');
  const [pages, setPages] = useState<Pages | null>(null);
  const { name, doubt } = filter;
  const key = `${name} ${doubt}`;
  const current = useRef(key);
  const ask = useCallback(
    async (after: number | null) => {
      const answer = await run({
        jobId,
        filter: name,
        ...(doubt === null ? {} : { doubt }),
        ...(after === null ? {} : { after }),
      });
      return answer.ok && current.current === key ? answer.data : null;
    },
    [run, jobId, name, doubt, key],
  );

  useEffect(() => {
    current.current = key;
    void ask(null).then((page) => page && setPages(page));
  }, [ask, key]);

  const more = useCallback(() => {
    if (pages?.next == null || isBusy) return;
    void ask(pages.next).then((page) => {
      if (page) setPages({ ...page, rows: [...pages.rows, ...page.rows] });
    });
  }, [ask, pages, isBusy]);

  return {
    rows: pages?.rows ?? [],
    total: pages?.total ?? null,
    hasMore: pages?.next != null,
    isBusy,
    failure,
    more,
  };
}
