'use client';

import { useMemo } from 'react';
import { countedInHall, hallFlag, type HallFigures } from '#domain/figures.ts';
import type { DataColumn, DataFilter } from '../../_ui/data-column.ts';
import { DataTable } from '../../_ui/data-table.tsx';
import type { Figures, FigureSiteRow } from './figures-model.ts';
import { ReportBadge } from './report-badge.tsx';
import { useFigureText } from './use-figure-text.ts';

type ReportRow = FigureSiteRow & { hall: HallFigures };

const STATES = ['NOT_REPORTED', 'DECLARED_DIFFERS', 'MATCHES'] as const;
const DEFAULT_SORT = { column: 'state', direction: 'asc' } as const;
const idOf = (row: ReportRow) => row.id;
const textOf = (row: ReportRow) => `${row.name} ${row.code} ${row.unitName}`;

/** What halls declared against what their doors counted; those that have not reported come first. */
export function ReportsTable({
  figures,
  onHall,
}: {
  figures: Figures;
  onHall: (siteId: string) => void;
}) {
  const { t } = useFigureText();
  const rows = useMemo(
    () => figures.sites.filter((site): site is ReportRow => site.hall !== null),
    [figures],
  );
  const { columns, filters } = useReportColumns();
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-ink-2">{t('countedNote')}</p>
      <DataTable
        label={t('findSite')}
        noun={t('sitesNoun')}
        rows={rows}
        columns={columns}
        filters={filters}
        getRowId={idOf}
        searchText={textOf}
        defaultSort={DEFAULT_SORT}
        onOpen={(row) => onHall(row.id)}
        addressPrefix="report"
      />
    </div>
  );
}

function stateOf({ hall }: ReportRow): (typeof STATES)[number] {
  return hallFlag(hall) ?? 'MATCHES';
}

function differenceOf({ hall }: ReportRow): number | null {
  return hall.declared === null ? null : hall.declared.count - countedInHall(hall);
}

function useReportColumns() {
  const text = useFigureText();
  return useMemo(() => {
    const { t, count, time, difference } = text;
    const columns: DataColumn<ReportRow>[] = [
      {
        id: 'name',
        header: t('site'),
        cell: ({ name }) => name,
        sortValue: ({ name }) => name,
        minWidth: 240,
        grow: 2,
        phone: 'title',
      },
      {
        id: 'state',
        header: t('report.label'),
        cell: ({ hall }) => <ReportBadge hall={hall} />,
        sortValue: (row) => STATES.indexOf(stateOf(row)),
        minWidth: 160,
        grow: 0.5,
      },
      {
        id: 'declared',
        header: t('report.declared'),
        cell: ({ hall }) => (hall.declared ? count(hall.declared.count) : '–'),
        sortValue: ({ hall }) => hall.declared?.count ?? null,
        minWidth: 96,
        grow: 0.4,
        align: 'end',
      },
      {
        id: 'counted',
        header: t('report.counted'),
        cell: ({ hall }) => count(countedInHall(hall)),
        sortValue: ({ hall }) => countedInHall(hall),
        minWidth: 152,
        grow: 0.4,
        align: 'end',
      },
      {
        id: 'difference',
        header: t('report.difference'),
        cell: (row) => {
          const value = differenceOf(row);
          return value === null ? '–' : value === 0 ? '0' : difference(value);
        },
        sortValue: (row) => differenceOf(row),
        minWidth: 88,
        grow: 0.3,
        align: 'end',
      },
      {
        id: 'at',
        header: t('report.at'),
        cell: ({ hall }) => (hall.declared ? time(hall.declared.happenedAtMs) : '–'),
        sortValue: ({ hall }) => hall.declared?.happenedAtMs ?? null,
        minWidth: 80,
        grow: 0.3,
        align: 'end',
        phone: 'hidden',
      },
    ];
    const filters: DataFilter<ReportRow>[] = [
      {
        id: 'state',
        label: t('report.label'),
        options: STATES.map((value) => ({ value, label: t(`report.${value}`) })),
        matches: (row, value) => stateOf(row) === value,
      },
    ];
    return { columns, filters };
  }, [text]);
}
