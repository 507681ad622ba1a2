'use client';

import clsx from 'clsx';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { DataColumn } from './data-column.ts';
import type { TableSort } from './use-table-address.ts';

interface HeadProps {
  columns: readonly DataColumn<never>[];
  sort: TableSort | null;
  onSort: (sort: TableSort) => void;
}

export const isSortable = (column: DataColumn<never>) =>
  column.sortValue !== undefined || column.sortCompare !== undefined;

/** The sticky head; a phone has cards instead and sorts from the toolbar. */
export function DataTableHead({ columns, sort, onSort }: HeadProps) {
  return (
    <div
      role="rowgroup"
      className="sticky top-0 z-10 min-w-(--columns-min) border-b border-line bg-surface max-sm:hidden"
    >
      <div role="row" aria-rowindex={1} className="grid grid-cols-(--columns)">
        {columns.map((column) => {
          const direction = sort?.column === column.id ? sort.direction : null;
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-sort={
                direction === 'asc' ? 'ascending' : direction === 'desc' ? 'descending' : undefined
              }
              className={clsx(
                'flex min-h-10 items-center px-3 text-sm font-medium text-ink-2',
                column.align === 'end' && 'justify-end text-right [&_button]:flex-row-reverse',
              )}
            >
              {isSortable(column) ? (
                <SortButton
                  header={column.header}
                  direction={direction}
                  onSort={(next) => onSort({ column: column.id, direction: next })}
                />
              ) : (
                column.header
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface SortButtonProps {
  header: string;
  direction: TableSort['direction'] | null;
  onSort: (direction: TableSort['direction']) => void;
}

function SortButton({ header, direction, onSort }: SortButtonProps) {
  const t = useTranslations('common.table');
  const Icon = direction === null ? ChevronsUpDown : direction === 'asc' ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      title={t('sortBy', { column: header })}
      onClick={() => onSort(direction === 'asc' ? 'desc' : 'asc')}
      className="group -mx-1 flex items-center gap-1 rounded-sm px-1 py-1 text-left hover:text-ink"
    >
      {header}
      <Icon
        aria-hidden
        className={clsx(
          'size-4 shrink-0',
          direction === null && 'opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60',
        )}
      />
    </button>
  );
}
