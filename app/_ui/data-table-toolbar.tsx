'use client';

import { ArrowDownUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import type { DataColumn, DataFilter } from './data-column.ts';
import { isSortable } from './data-table-head.tsx';
import { Menu, MenuChoice } from './menu.tsx';
import { SearchField } from './search-field.tsx';
import { SelectControl } from './select.tsx';
import type { TableAddress, TableSort } from './use-table-address.ts';

interface ToolbarProps<Row extends object> {
  label: string;
  hasSearch: boolean;
  filters: readonly DataFilter<Row>[];
  address: TableAddress;
  columns: readonly DataColumn<never>[];
  sort: TableSort | null;
  actions?: ReactNode;
  /** Arrow down in the search box goes to the first row. */
  onLeaveDown: () => void;
}

const ALL = 'all';

/** Search, filters, the phone's sort menu and the list's own buttons. */
export function DataTableToolbar<Row extends object>(props: ToolbarProps<Row>) {
  const { label, hasSearch, filters, address, columns, sort, actions, onLeaveDown } = props;
  const t = useTranslations('common');
  const hasAny = hasSearch || filters.length > 0 || Boolean(actions);
  if (!hasAny) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {hasSearch && <TableSearch label={label} address={address} onLeaveDown={onLeaveDown} />}
      {filters.map((filter) => (
        <SelectControl
          key={filter.id}
          trigger={{ 'aria-label': filter.label }}
          className="max-sm:flex-1 max-sm:basis-[calc(50%-4px)] sm:w-auto sm:max-w-64 sm:min-w-40"
          options={[
            { value: ALL, label: `${filter.label}: ${t('all').toLocaleLowerCase()}` },
            ...filter.options,
          ]}
          value={address.filters[filter.id] ?? ALL}
          onValue={(value) => address.setFilter(filter.id, value === ALL ? null : value)}
        />
      ))}
      <SortMenu columns={columns} sort={sort} onSort={address.setSort} />
      {actions && <div className="flex flex-wrap items-center gap-2 sm:ml-auto">{actions}</div>}
    </div>
  );
}

const ADDRESS_DELAY_MS = 150;

interface TableSearchProps {
  label: string;
  address: TableAddress;
  onLeaveDown: () => void;
}

/** The box answers every key at once; the address follows when the typing pauses. */
function TableSearch({ label, address, onLeaveDown }: TableSearchProps) {
  const [typed, setTyped] = useState(address.search);
  const sent = useRef(address.search);
  const { search, setSearch } = address;
  useEffect(() => {
    if (search === sent.current) return;
    sent.current = search;
    setTyped(search);
  }, [search]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      setSearch(typed);
    }, ADDRESS_DELAY_MS);
    return () => clearTimeout(timer);
  }, [typed, setSearch]);
  return (
    <SearchField
      label={label}
      value={typed}
      onValue={setTyped}
      className="min-w-0 basis-full sm:max-w-96 sm:flex-1 sm:basis-64"
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown') return;
        event.preventDefault();
        onLeaveDown();
      }}
    />
  );
}

interface SortMenuProps {
  columns: readonly DataColumn<never>[];
  sort: TableSort | null;
  onSort: (sort: TableSort) => void;
}

function SortMenu({ columns, sort, onSort }: SortMenuProps) {
  const t = useTranslations('common.table');
  const sortable = columns.filter(isSortable);
  if (sortable.length === 0) return null;
  const options = sortable.flatMap(({ id, header }) => [
    { value: `${id}.asc`, label: `${header}, ${t('ascending')}` },
    { value: `${id}.desc`, label: `${header}, ${t('descending')}` },
  ]);
  return (
    <div className="flex max-sm:flex-1 max-sm:basis-[calc(50%-4px)] sm:hidden [&>button]:flex-1">
      <Menu trigger={<Button icon={ArrowDownUp}>{t('sort')}</Button>} align="start">
        <MenuChoice
          label={t('sort')}
          value={sort ? `${sort.column}.${sort.direction}` : ''}
          options={options}
          onValue={(value) => {
            const [column = '', direction] = value.split('.');
            onSort({ column, direction: direction === 'desc' ? 'desc' : 'asc' });
          }}
        />
      </Menu>
    </div>
  );
}
