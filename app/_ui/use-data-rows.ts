'use client';

import {
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
} from '@tanstack/react-table';
import { useDeferredValue, useMemo } from 'react';
import { foldKey } from '#domain/text/fold.ts';
import type { DataColumn, DataFilter, SortValue } from './data-column.ts';
import type { TableAddress, TableSort } from './use-table-address.ts';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
const collator = new Intl.Collator('vi', { numeric: true });

interface DataRowsOptions<Row extends object> {
  rows: readonly Row[];
  columns: readonly DataColumn<Row>[];
  filters: readonly DataFilter<Row>[];
  getRowId: (row: Row) => string;
  searchText: ((row: Row) => string) | undefined;
  defaultSort: TableSort | null;
  address: TableAddress;
}

/** The rows that pass search and filters, in the chosen order. Drawing lags behind typing, not the reverse. */
export function useDataRows<Row extends object>(options: DataRowsOptions<Row>) {
  const { rows, columns, getRowId, address, defaultSort } = options;
  const passing = usePassingRows(options);
  const defs = useMemo(() => columns.map((column) => toColumnDef(column)), [columns]);
  const sort = address.sort ?? defaultSort;
  const sorting = useMemo(
    () => (sort ? [{ id: sort.column, desc: sort.direction === 'desc' }] : []),
    [sort],
  );
  const table = useTable({
    features,
    columns: defs,
    data: passing,
    getRowId,
    state: { sorting },
  });
  return { sorted: table.getRowModel().rows, sort, total: rows.length };
}

function usePassingRows<Row extends object>({
  rows,
  filters,
  searchText,
  address,
}: DataRowsOptions<Row>): Row[] {
  const search = useDeferredValue(address.search);
  const keys = useMemo(
    () => (searchText ? rows.map((row) => foldKey(searchText(row))) : null),
    [rows, searchText],
  );
  return useMemo(() => {
    const words = foldKey(search).split(' ').filter(Boolean);
    const active = filters.flatMap((filter) => {
      const value = address.filters[filter.id];
      return value === undefined ? [] : [{ filter, value }];
    });
    return rows.filter(
      (row, index) =>
        (!keys || words.every((word) => keys[index]!.includes(word))) &&
        active.every(({ filter, value }) => filter.matches(row, value)),
    );
  }, [rows, keys, search, filters, address.filters]);
}

function toColumnDef<Row extends object>(column: DataColumn<Row>): ColumnDef<typeof features, Row> {
  const { sortValue, sortCompare } = column;
  return {
    id: column.id,
    accessorFn: (row) => (sortValue ? (sortValue(row) ?? undefined) : undefined),
    enableSorting: Boolean(sortValue ?? sortCompare),
    sortUndefined: sortCompare ? false : 'last',
    sortFn: sortCompare
      ? (left, right) => sortCompare(left.original, right.original)
      : (left, right, id) => compareValues(left.getValue(id), right.getValue(id)),
  };
}

function compareValues(left: SortValue, right: SortValue): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return collator.compare(String(left), String(right));
}
