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
  return useMemo(
    () => ({
      columns: [...stateColumns(text), ...countColumns(text)],
      filters: [stateFilter(text)],
    }),
    [text],
  );
}

type FigureText = ReturnType<typeof useFigureText>;

function stateColumns({ t }: FigureText): DataColumn<ReportRow>[] {
  return [
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
  ];
}

function countColumns({ t, count, time, difference }: FigureText): DataColumn<ReportRow>[] {
  const column = (
    id: 'declared' | 'counted' | 'difference' | 'at',
    read: (row: ReportRow) => number | null,
    write: (value: number) => string,
  ): DataColumn<ReportRow> => ({
    id,
    header: t(`report.${id}`),
    cell: (row) => {
      const value = read(row);
      return value === null ? '–' : write(value);
    },
    sortValue: read,
    minWidth: id === 'counted' ? 152 : 96,
    grow: 0.4,
    align: 'end',
    phone: id === 'at' ? 'hidden' : 'line',
  });
  return [
    column('declared', ({ hall }) => hall.declared?.count ?? null, count),
    column('counted', ({ hall }) => countedInHall(hall), count),
    column('difference', differenceOf, (value) => (value === 0 ? '0' : difference(value))),
    column('at', ({ hall }) => hall.declared?.happenedAtMs ?? null, time),
  ];
}

function stateFilter({ t }: FigureText): DataFilter<ReportRow> {
  return {
    id: 'state',
    label: t('report.label'),
    options: STATES.map((value) => ({ value, label: t(`report.${value}`) })),
    matches: (row, value) => stateOf(row) === value,
  };
}
