'use client';

import { useEffect, useMemo, useState } from 'react';
import { useTableAddress, type TableAddress } from '../../../../_ui/use-table-address.ts';
import type { RosterQuery } from './use-roster.ts';

const FILTERS = ['site', 'unit', 'category', 'standing'];
const TYPING_PAUSE_MS = 200;

/** Search and filters of the roster, kept in the address; the search follows when the typing pauses. */
export function useRosterQuery(conferenceId: string): {
  query: RosterQuery;
  address: TableAddress;
  typed: string;
  setTyped: (text: string) => void;
} {
  const address = useTableAddress(FILTERS);
  const { search, setSearch, filters } = address;
  const [typed, setTyped] = useState(search);
  useEffect(() => {
    if (typed === search) return;
    const timer = setTimeout(() => setSearch(typed), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, search, setSearch]);
  const query = useMemo<RosterQuery>(() => {
    const { site, unit, category, standing } = filters;
    return {
      conferenceId,
      search,
      ...(site ? { siteId: site } : {}),
      ...(unit ? { unitId: unit } : {}),
      ...(category ? { categoryId: category } : {}),
      standing: standing === 'REMOVED' ? 'REMOVED' : 'SUMMONED',
    };
  }, [conferenceId, search, filters]);
  return { query, address, typed, setTyped };
}
