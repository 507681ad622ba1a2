'use client';

import { FilterX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '../../../../_ui/button.tsx';
import { SearchField } from '../../../../_ui/search-field.tsx';
import { SelectControl } from '../../../../_ui/select.tsx';
import type { TableAddress } from '../../../../_ui/use-table-address.ts';
import { FilterCombobox } from './filter-combobox.tsx';
import type { RosterChoices } from './roster-choices.ts';

interface RosterToolbarProps {
  choices: RosterChoices;
  address: TableAddress;
  typed: string;
  onTyped: (text: string) => void;
}

const ALL = 'all';

/** Search and filters of the summons list. */
export function RosterToolbar({ choices, address, typed, onTyped }: RosterToolbarProps) {
  const t = useTranslations('roster');
  const tc = useTranslations('common');
  const { filters, setFilter } = address;
  const isFiltered = Object.keys(filters).length > 0;
  const standings = [
    { value: ALL, label: t('standing.SUMMONED') },
    { value: 'REMOVED', label: t('standing.REMOVED') },
  ];
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField
        label={t('find')}
        value={typed}
        onValue={onTyped}
        className="min-w-0 basis-full sm:max-w-96 sm:flex-1 sm:basis-64"
      />
      <FilterCombobox
        label={t('site')}
        options={choices.sites}
        value={filters['site'] ?? null}
        onValue={(value) => setFilter('site', value)}
      />
      <FilterCombobox
        label={t('unit')}
        options={choices.units}
        value={filters['unit'] ?? null}
        onValue={(value) => setFilter('unit', value)}
      />
      <FilterCombobox
        label={t('category')}
        options={choices.categories}
        value={filters['category'] ?? null}
        onValue={(value) => setFilter('category', value)}
      />
      <div className="w-[calc(50%-0.25rem)] sm:w-auto sm:min-w-40">
        <SelectControl
          trigger={{ 'aria-label': t('standing.label') }}
          options={standings}
          value={filters['standing'] ?? ALL}
          onValue={(value) => setFilter('standing', value === ALL ? null : value)}
        />
      </div>
      {isFiltered && (
        <Button
          tone="quiet"
          icon={FilterX}
          onClick={() => {
            onTyped('');
            address.clear();
          }}
        >
          {tc('clearFilters')}
        </Button>
      )}
    </div>
  );
}
