'use client';

import { LoaderCircle } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useMemo, useState, type UIEvent } from 'react';
import type { DelegateRow } from '#contract/delegate.ts';
import { gridOf, type DataColumn } from '../../../../_ui/data-column.ts';
import { DataTableBody } from '../../../../_ui/data-table-body.tsx';
import { DataTableHead } from '../../../../_ui/data-table-head.tsx';
import { Skeleton } from '../../../../_ui/skeleton.tsx';
import type { Roster } from './use-roster.ts';

interface RosterTableProps {
  roster: Roster;
  onOpen: ((delegateId: string) => void) | undefined;
}

/** The next page is asked for when so little is left below. */
const AHEAD_PX = 2_000;

/** The people found so far; scrolling on brings the next page before its end is seen. */
export function RosterTable({ roster, onOpen }: RosterTableProps) {
  const t = useTranslations('roster');
  const format = useFormatter();
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const columns = useRosterColumns();
  const items = useMemo(
    () => roster.rows.map((row) => ({ id: row.id, original: row })),
    [roster.rows],
  );
  const grid = gridOf(columns as readonly DataColumn<never>[]);
  const onScroll = (event: UIEvent<HTMLDivElement>) => {
    const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
    if (scrollHeight - scrollTop - clientHeight < AHEAD_PX) roster.more();
  };
  if (roster.total === null) return <TableSkeleton />;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <p data-count role="status" className="flex items-center gap-2 text-sm text-ink-3">
        {t('count', { count: format.number(roster.total) })}
        {roster.loading !== null && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
      </p>
      <div
        ref={setScroller}
        role="grid"
        aria-label={t('title')}
        aria-rowcount={roster.total + 1}
        aria-busy={roster.loading === 'first'}
        onScroll={onScroll}
        className="max-h-[max(24rem,calc(100dvh-19rem))] overflow-auto overscroll-contain rounded-lg border border-line bg-surface max-sm:rounded-none max-sm:border-0 max-sm:bg-transparent"
        style={
          {
            '--columns': grid.template,
            '--columns-min': `${grid.minWidth}px`,
          } as React.CSSProperties
        }
      >
        <DataTableHead
          columns={columns as readonly DataColumn<never>[]}
          sort={null}
          onSort={() => {}}
        />
        <DataTableBody<DelegateRow>
          rows={items}
          columns={columns}
          orderKey={roster.rows[0]?.id ?? ''}
          scroller={scroller}
          rowHref={undefined}
          onOpen={onOpen && ((row) => onOpen(row.id))}
        />
      </div>
    </div>
  );
}

function TableSkeleton() {
  return (
    <div className="flex flex-col gap-2">
      {Array.from({ length: 10 }, (_, index) => (
        <Skeleton key={index} className="h-11 w-full" />
      ))}
    </div>
  );
}

function useRosterColumns(): readonly DataColumn<DelegateRow>[] {
  const t = useTranslations('roster');
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('name'),
        // The given name, by which the list is ordered, stands out.
        cell: ({ familyName, givenName }) => (
          <>
            {familyName} <strong className="font-semibold">{givenName}</strong>
          </>
        ),
        minWidth: 200,
        grow: 2,
        phone: 'title',
      },
      {
        id: 'position',
        header: t('position'),
        cell: (row) => <span className="line-clamp-2 text-ink-2">{row.position || '–'}</span>,
        minWidth: 200,
        grow: 3,
      },
      {
        id: 'unit',
        header: t('unit'),
        cell: (row) => <span className="line-clamp-2 text-ink-2">{row.unitName || '–'}</span>,
        minWidth: 180,
        grow: 2,
      },
      {
        id: 'site',
        header: t('site'),
        cell: (row) => <span className="line-clamp-2">{row.siteName}</span>,
        minWidth: 180,
        grow: 2,
      },
      {
        id: 'category',
        header: t('category'),
        cell: (row) => <span className="line-clamp-2">{row.categoryName || '–'}</span>,
        minWidth: 150,
        grow: 1,
        phone: 'hidden',
      },
      { id: 'seat', header: t('seat'), cell: (row) => row.seat || '–', minWidth: 72, grow: 0 },
      {
        id: 'code',
        header: t('code'),
        cell: (row) => <span className="tabular-nums">{row.rosterCode}</span>,
        minWidth: 140,
        grow: 0,
      },
    ],
    [t],
  );
}
