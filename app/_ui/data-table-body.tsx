'use client';

import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import clsx from 'clsx';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
} from 'react';
import type { DataColumn } from './data-column.ts';
import { useSteadyOrder } from './use-steady-order.ts';

interface TableRow<Row> {
  id: string;
  original: Row;
}

interface BodyProps<Row extends object> {
  rows: TableRow<Row>[];
  columns: readonly DataColumn<Row>[];
  orderKey: string;
  /** The scrolling box around head and rows; null until it is in the page. */
  scroller: HTMLDivElement | null;
  rowHref: ((row: Row) => string) | undefined;
  onOpen: ((row: Row) => void) | undefined;
}

const ROW_PX = 44;
const PAGE_ROWS = 10;
const HEAD_PX = 41;

/** The rows in view. One row at a time takes the focus: arrows, Page keys, Home, End, Enter. */
export function DataTableBody<Row extends object>(props: BodyProps<Row>) {
  const { rows, columns, orderKey, scroller, rowHref, onOpen } = props;
  const router = useRouter();
  const steady = useSteadyOrder({ items: rows, idOf: (row) => row.id, orderKey });
  const items = steady.items;
  const { virtualizer, virtualRows, active, setActive, moveTo } = useRowFocus(items, scroller);
  const open = (row: Row) => {
    if (onOpen) onOpen(row);
    else if (rowHref) router.push(rowHref(row));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || !event.target.matches('[data-row]')) return;
    const target = nextIndex(event.key, active, items.length);
    const row = items[active];
    if (target === null && (event.key !== 'Enter' || !row)) return;
    event.preventDefault();
    if (target !== null) moveTo(target);
    else if (row) open(row.original);
  };
  return (
    <div
      role="rowgroup"
      className="relative min-w-(--columns-min) max-sm:min-w-0"
      style={{ height: virtualizer.getTotalSize() }}
      onKeyDown={onKeyDown}
      onPointerEnter={steady.hold}
      onPointerLeave={steady.release}
    >
      {virtualRows.map(({ index, start }) => {
        const row = items[index];
        if (!row) return null;
        return (
          <DataRow
            key={row.id}
            ref={virtualizer.measureElement}
            index={index}
            start={start}
            row={row.original}
            columns={columns}
            href={rowHref?.(row.original)}
            focus={index === Math.min(active, items.length - 1) ? 'current' : 'reachable'}
            onFocus={() => setActive(index)}
            onOpen={onOpen || rowHref ? () => open(row.original) : undefined}
          />
        );
      })}
    </div>
  );
}

/** Draws the rows in view and moves the focus among all of them, drawn or not. */
function useRowFocus(items: readonly { id: string }[], scroller: HTMLDivElement | null) {
  const [active, setActive] = useState(0);
  const focusWanted = useRef(false);
  // The focused row stays drawn when it is scrolled out of view, or the focus would be lost.
  const rangeExtractor = useCallback(
    (range: Range) => {
      const seen = defaultRangeExtractor(range);
      if (seen.includes(active) || active >= range.count) return seen;
      return [...seen, active].sort((left, right) => left - right);
    },
    [active],
  );
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => items[index]!.id,
    overscan: 8,
    scrollPaddingStart: HEAD_PX,
    rangeExtractor,
  });
  const virtualRows = virtualizer.getVirtualItems();
  useEffect(() => {
    if (!focusWanted.current) return;
    const row = scroller?.querySelector<HTMLElement>(`[data-index="${active}"]`);
    if (!row) return;
    focusWanted.current = false;
    row.focus({ preventScroll: true });
  }, [active, virtualRows, scroller]);
  const moveTo = (index: number) => {
    const target = Math.max(0, Math.min(items.length - 1, index));
    // At either end nothing moves, and a wish left over would take the focus later on.
    if (target === active) return;
    focusWanted.current = true;
    setActive(target);
    virtualizer.scrollToIndex(target);
  };
  return { virtualizer, virtualRows, active, setActive, moveTo };
}

function nextIndex(key: string, active: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return active + 1;
    case 'ArrowUp':
      return active - 1;
    case 'PageDown':
      return active + PAGE_ROWS;
    case 'PageUp':
      return active - PAGE_ROWS;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

interface DataRowProps<Row extends object> {
  ref: (node: HTMLElement | null) => void;
  index: number;
  /** Distance from the top of the list in px. */
  start: number;
  row: Row;
  columns: readonly DataColumn<Row>[];
  href: string | undefined;
  focus: 'current' | 'reachable';
  onFocus: () => void;
  onOpen: (() => void) | undefined;
}

const INTERACTIVE =
  'a, button, input, select, textarea, label, [role="menuitem"], [role="checkbox"]';

function DataRow<Row extends object>({
  ref,
  index,
  start,
  row,
  columns,
  href,
  focus,
  onFocus,
  onOpen,
}: DataRowProps<Row>) {
  const onClick = (event: MouseEvent) => {
    const isOwn = event.target instanceof Element && !event.target.closest(INTERACTIVE);
    if (isOwn && !window.getSelection()?.toString()) onOpen?.();
  };
  return (
    <div
      ref={ref}
      role="row"
      data-row
      data-index={index}
      aria-rowindex={index + 2}
      tabIndex={focus === 'current' ? 0 : -1}
      onFocus={onFocus}
      onClick={onOpen && onClick}
      style={{ transform: `translateY(${start}px)` }}
      className={clsx(
        'absolute inset-x-0 top-0 sm:grid sm:min-h-11 sm:grid-cols-(--columns) sm:border-b sm:border-line',
        'max-sm:mb-2 max-sm:border-b max-sm:border-line max-sm:bg-surface max-sm:px-4 max-sm:py-3',
        'focus-visible:z-1 focus-visible:-outline-offset-2',
        onOpen && 'cursor-pointer hover:bg-hover',
      )}
    >
      {columns.map((column, at) => (
        <DataCell key={column.id} column={column} isFirst={at === 0} href={href}>
          {column.cell(row)}
        </DataCell>
      ))}
    </div>
  );
}

interface DataCellProps {
  column: Pick<DataColumn<never>, 'header' | 'align' | 'phone'>;
  isFirst: boolean;
  href: string | undefined;
  children: React.ReactNode;
}

function DataCell({ column, isFirst, href, children }: DataCellProps) {
  const phone = column.phone ?? (isFirst ? 'title' : 'line');
  return (
    <div
      role="gridcell"
      className={clsx(
        'flex min-w-0 items-center gap-3 text-sm sm:px-3 sm:py-1.5',
        column.align === 'end' && 'tabular-nums sm:justify-end sm:text-right',
        phone === 'title' && 'max-sm:pb-1 max-sm:text-base max-sm:font-semibold',
        phone === 'line' && 'max-sm:justify-between max-sm:py-0.5',
        phone === 'hidden' && 'max-sm:hidden',
      )}
    >
      {phone === 'line' && <span className="shrink-0 text-ink-3 sm:hidden">{column.header}</span>}
      <div className={clsx('min-w-0 break-words', phone === 'line' && 'max-sm:text-right')}>
        {isFirst && href ? (
          <Link href={href} tabIndex={-1} prefetch={false} className="font-medium">
            {children}
          </Link>
        ) : (
          children
        )}
      </div>
    </div>
  );
}
