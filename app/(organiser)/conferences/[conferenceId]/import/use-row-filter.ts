'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';
import type { DoubtCode } from '#domain/roster/doubt.ts';
import { DOUBT_CODES } from '#domain/roster/doubt.ts';
import { IMPORT_ROW_FILTERS } from '#domain/roster/import-job.ts';

export type RowFilterName = (typeof IMPORT_ROW_FILTERS)[number];

export interface RowFilter {
  name: RowFilterName;
  doubt: DoubtCode | null;
  set: (filter: { name: RowFilterName; doubt: DoubtCode | null }) => void;
}

/** Which rows are shown, kept in the address (`?rows=OPEN&doubt=…`). */
export function useRowFilter(): RowFilter {
  const params = useSearchParams();
  const name = IMPORT_ROW_FILTERS.find((each) => each === params.get('rows')) ?? 'DOUBTFUL';
  const doubt = DOUBT_CODES.find((each) => each === params.get('doubt')) ?? null;
  const set = useCallback((filter: { name: RowFilterName; doubt: DoubtCode | null }) => {
    const next = new URLSearchParams(window.location.search);
    next.set('rows', filter.name);
    if (filter.doubt === null) next.delete('doubt');
    else next.set('doubt', filter.doubt);
    window.history.replaceState(null, '', `?${next}`);
  }, []);
  return { name, doubt, set };
}
