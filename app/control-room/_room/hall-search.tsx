'use client';

import { useTranslations } from 'next-intl';
import type { Ref } from 'react';
import { SearchField } from '../../_ui/search-field.tsx';
import { useRoom, useRoomParts } from './room-context.tsx';

interface HallSearchProps {
  ref: Ref<HTMLInputElement>;
  /** The list or wall that takes the focus when the search is done. */
  listId: string;
}

/** Finds halls without tone marks; Enter goes on to the first one. */
export function HallSearch({ ref, listId }: HallSearchProps) {
  const t = useTranslations('control-room.halls');
  const { store } = useRoomParts();
  const search = useRoom((state) => state.query.search);
  return (
    <SearchField
      ref={ref}
      label={t('search')}
      value={search}
      onValue={(value) => store.dispatch({ type: 'QUERY', query: { search: value } })}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
        const [first] = store.getState().listed;
        if (first !== undefined) store.dispatch({ type: 'SELECT', siteId: first });
        document.getElementById(listId)?.focus();
        event.preventDefault();
      }}
    />
  );
}
