'use client';

import { useMemo } from 'react';
import { attendanceWay, presentShare, unmarkedOf } from '#domain/figures.ts';
import type { DataColumn, DataFilter } from '../../_ui/data-column.ts';
import type { FigureSiteRow } from './figures-model.ts';
import { PresenceBar } from './presence-bar.tsx';
import { useFigureText } from './use-figure-text.ts';

const TIERS = ['CENTRAL', 'DISTRICT', 'COMMUNE', 'OTHER'] as const;
const WAYS = ['DIRECT', 'ONLINE', 'TELEVISION'] as const;
const STATES = ['NOBODY', 'INCOMPLETE', 'COMPLETE'] as const;

/** Columns and filters of the list of halls. */
export function useSiteColumns() {
  const text = useFigureText();
  return useMemo(() => {
    const { t, count, share } = text;
    const figure = (
      id: 'summoned' | 'present' | 'excused' | 'unexcused' | 'unmarked',
      read: (row: FigureSiteRow) => number,
    ): DataColumn<FigureSiteRow> => ({
      id,
      header: t(id),
      cell: (row) => count(read(row)),
      sortValue: read,
      minWidth: 104,
      grow: 0.4,
      align: 'end',
      phone: id === 'excused' || id === 'unexcused' ? 'hidden' : 'line',
    });
    const columns: DataColumn<FigureSiteRow>[] = [
      {
        id: 'name',
        header: t('site'),
        cell: ({ name }) => name,
        sortValue: ({ name }) => name,
        minWidth: 240,
        grow: 2,
        phone: 'title',
      },
      figure('summoned', ({ counts }) => counts.summoned),
      figure('present', ({ counts }) => counts.present),
      figure('excused', ({ counts }) => counts.excused),
      figure('unexcused', ({ counts }) => counts.unexcused),
      figure('unmarked', ({ counts }) => unmarkedOf(counts)),
      {
        id: 'share',
        header: t('share'),
        cell: ({ counts }) => (
          <span className="block min-w-20 text-right">
            {share(presentShare(counts))}
            <PresenceBar counts={counts} className="h-1.5" />
          </span>
        ),
        sortValue: ({ counts }) => presentShare(counts),
        minWidth: 112,
        grow: 0.4,
        align: 'end',
      },
    ];
    return { columns, filters: siteFilters(t) };
  }, [text]);
}

function siteFilters(t: ReturnType<typeof useFigureText>['t']): DataFilter<FigureSiteRow>[] {
  return [
    {
      id: 'state',
      label: t('state.label'),
      options: STATES.map((value) => ({ value, label: t(`state.${value}`) })),
      matches: (row, value) => stateOf(row) === value,
    },
    {
      id: 'tier',
      label: t('tier.label'),
      options: TIERS.map((value) => ({ value, label: t(`tier.${value}`) })),
      matches: (row, value) => row.tier === value,
    },
    {
      id: 'way',
      label: t('way.label'),
      options: WAYS.map((value) => ({ value, label: t(`way.${value}`) })),
      matches: (row, value) => attendanceWay(row) === value,
    },
  ];
}

function stateOf({ counts }: FigureSiteRow): (typeof STATES)[number] {
  if (counts.present === counts.summoned) return 'COMPLETE';
  return counts.present === 0 ? 'NOBODY' : 'INCOMPLETE';
}
