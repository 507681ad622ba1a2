'use client';

import { useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { gridOf, type DataColumn, type DataFilter } from './data-column.ts';
import { DataTableBody } from './data-table-body.tsx';
import { DataTableHead } from './data-table-head.tsx';
import { DataTableToolbar } from './data-table-toolbar.tsx';
import { EmptyState } from './empty-state.tsx';
import { useDataRows } from './use-data-rows.ts';
import { useTableAddress, type TableSort } from './use-table-address.ts';

export interface DataTableProps<Row extends object> {
  /** Names the table for screen readers and its search box ("Tìm điểm cầu"). */
  label: string;
  /** What is counted above the table, in the plural of the language: "điểm cầu". */
  noun?: string;
  rows: readonly Row[];
  /** Keep columns, filters and the functions stable (module scope or useMemo). */
  columns: readonly DataColumn<Row>[];
  getRowId: (row: Row) => string;
  /** Everything the search looks through; left out: no search box. */
  searchText?: (row: Row) => string;
  filters?: readonly DataFilter<Row>[];
  defaultSort?: TableSort;
  /** Where Enter or a press on a row leads… */
  rowHref?: (row: Row) => string;
  /** …or what it opens. */
  onOpen?: (row: Row) => void;
  /** Shown when there is no row at all: says what to do. */
  empty?: ReactNode;
  /** Buttons at the end of the toolbar. */
  actions?: ReactNode;
  /** Set when a page holds two tables. */
  addressPrefix?: string;
}

const NO_FILTERS: never[] = [];

/**
 * The one list: search without tone marks, filters and sort kept in the address, keyboard movement,
 * a sticky head, cards on a phone; draws only what is seen, so 52.000 rows stay smooth.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { rows, columns, filters = NO_FILTERS, defaultSort = null, getRowId, searchText } = props;
  const t = useTranslations('common');
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const filterIds = filters.map((filter) => filter.id);
  const address = useTableAddress(filterIds, props.addressPrefix);
  const { sorted, sort, total } = useDataRows({
    rows,
    columns,
    filters,
    getRowId,
    searchText,
    defaultSort,
    address,
  });
  if (total === 0) return props.empty ?? <EmptyState title={t('table.noRows')} />;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <DataTableToolbar
        label={props.label}
        hasSearch={searchText !== undefined}
        filters={filters}
        address={address}
        columns={columns as readonly DataColumn<never>[]}
        sort={sort}
        actions={props.actions}
        onLeaveDown={() => scroller?.querySelector<HTMLElement>('[data-row]')?.focus()}
      />
      <p data-count role="status" className="text-sm text-ink-3">
        {t(sorted.length === total ? 'table.count' : 'table.countFiltered', {
          shown: sorted.length,
          total,
          noun: props.noun ?? t('table.rows'),
        })}
      </p>
      {sorted.length === 0 ? (
        <NoMatch onClear={address.clear} />
      ) : (
        <DataGrid
          {...props}
          {...{ sorted, sort, scroller, setScroller }}
          onSort={address.setSort}
        />
      )}
    </div>
  );
}

function NoMatch({ onClear }: { onClear: () => void }) {
  const t = useTranslations('common');
  return (
    <EmptyState
      title={t('table.noMatchTitle')}
      action={<Button onClick={onClear}>{t('clearFilters')}</Button>}
    >
      {t('table.noMatchText')}
    </EmptyState>
  );
}

type DataGridProps<Row extends object> = Pick<
  DataTableProps<Row>,
  'label' | 'columns' | 'rowHref' | 'onOpen'
> & {
  sorted: ReturnType<typeof useDataRows<Row>>['sorted'];
  sort: TableSort | null;
  onSort: (sort: TableSort) => void;
  scroller: HTMLDivElement | null;
  setScroller: (scroller: HTMLDivElement | null) => void;
};

function DataGrid<Row extends object>(props: DataGridProps<Row>) {
  const { label, columns, sorted, sort, onSort, scroller, setScroller, rowHref, onOpen } = props;
  const plainColumns = columns as readonly DataColumn<never>[];
  const { template, minWidth } = gridOf(plainColumns);
  return (
    <div
      ref={setScroller}
      role="grid"
      aria-label={label}
      aria-rowcount={sorted.length + 1}
      className="max-h-[max(24rem,calc(100dvh-16rem))] overflow-auto overscroll-contain rounded-lg border border-line bg-surface max-sm:rounded-none max-sm:border-0 max-sm:bg-transparent"
      style={{ '--columns': template, '--columns-min': `${minWidth}px` } as React.CSSProperties}
    >
      <DataTableHead columns={plainColumns} sort={sort} onSort={onSort} />
      <DataTableBody
        rows={sorted}
        columns={columns}
        orderKey={`${sort?.column}.${sort?.direction}`}
        scroller={scroller}
        rowHref={rowHref}
        onOpen={onOpen}
      />
    </div>
  );
}
