'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';

export interface TableSort {
  column: string;
  direction: 'asc' | 'desc';
}

export interface TableAddress {
  search: string;
  sort: TableSort | null;
  /** Value of each filter that is set, by filter id. */
  filters: Readonly<Record<string, string>>;
  setSearch: (search: string) => void;
  setSort: (sort: TableSort | null) => void;
  setFilter: (id: string, value: string | null) => void;
  clear: () => void;
}

/**
 * Search, sort and filters of a list, kept in the page's address (`?q=…&sort=name.desc&tier=…`), so
 * that a reload, a bookmark and the way back show the same list.
 *
 * @param prefix set when a page holds two lists: its names become `<prefix>-q` and so on
 */
export function useTableAddress(filterIds: readonly string[], prefix?: string): TableAddress {
  const params = useSearchParams();
  const name = useCallback((key: string) => (prefix ? `${prefix}-${key}` : key), [prefix]);
  const write = useCallback(
    (changes: Record<string, string | null>) => {
      const next = new URLSearchParams(window.location.search);
      for (const [key, value] of Object.entries(changes)) {
        if (value) next.set(name(key), value);
        else next.delete(name(key));
      }
      const query = next.toString();
      window.history.replaceState(null, '', query ? `?${query}` : window.location.pathname);
    },
    [name],
  );
  const idsKey = filterIds.join(' ');
  return useMemo(() => {
    const ids = idsKey.split(' ').filter(Boolean);
    return {
      search: params.get(name('q')) ?? '',
      sort: parseSort(params.get(name('sort'))),
      filters: Object.fromEntries(
        ids.flatMap((id) => {
          const value = params.get(name(id));
          return value ? [[id, value]] : [];
        }),
      ),
      setSearch: (search) => write({ q: search }),
      setSort: (sort) => write({ sort: sort && `${sort.column}.${sort.direction}` }),
      setFilter: (id, value) => write({ [id]: value }),
      clear: () => write(Object.fromEntries(['q', ...ids].map((id) => [id, null]))),
    };
  }, [params, name, write, idsKey]);
}

function parseSort(text: string | null): TableSort | null {
  const [column, direction] = text?.split('.') ?? [];
  return column && (direction === 'asc' || direction === 'desc') ? { column, direction } : null;
}
