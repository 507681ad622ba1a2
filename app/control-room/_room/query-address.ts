import { HALL_FILTERS, type HallQuery } from '../_state/hall-filter.ts';

/** The search and filter of an address; what nobody knows is left out. */
export function queryOfAddress(params: Record<string, string | string[] | undefined>): HallQuery {
  const { q, filter } = params;
  return {
    search: typeof q === 'string' ? q : '',
    filter: HALL_FILTERS.find((known) => known === filter) ?? 'ALL',
  };
}
