'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { ImportJob } from '#contract/import.ts';
import { Button } from '../../../../_ui/button.tsx';
import { EmptyState, ErrorState } from '../../../../_ui/empty-state.tsx';
import { SelectControl } from '../../../../_ui/select.tsx';
import { Skeleton } from '../../../../_ui/skeleton.tsx';
import { PreviewRow } from './preview-row.tsx';
import type { DraftChoice } from './use-draft-choice.ts';
import { useImportRows } from './use-import-rows.ts';
import type { RowFilter, RowFilterName } from './use-row-filter.ts';

const CHOICES: readonly RowFilterName[] = [
  'DOUBTFUL',
  'OPEN',
  'REFUSED',
  'NEW',
  'CHANGED',
  'SAME',
  'SKIPPED',
  'MISSING',
  'ALL',
];

interface RowListProps {
  job: ImportJob;
  draft: DraftChoice;
  filter: RowFilter;
}

/** The rows as they stand in the file, each with its doubts beside it. */
export function RowList({ job, draft, filter }: RowListProps) {
  const t = useTranslations('import');
  const format = useFormatter();
  const { rows, total, hasMore, isBusy, failure, more } = useImportRows(job.id, filter);
  return (
    <section aria-label={t('tab.rows')} className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <SelectControl
          options={CHOICES.map((name) => ({ value: name, label: t(`verdict.${name}`) }))}
          value={filter.name}
          onValue={(name) => filter.set({ name: name as RowFilterName, doubt: filter.doubt })}
          trigger={{ 'aria-label': t('shown') }}
          className="sm:w-64"
        />
        <p data-count role="status" className="text-base text-ink-2">
          {total === null ? ' ' : t('rowCount', { count: format.number(total) })}
        </p>
      </div>
      {failure !== null && rows.length === 0 ? (
        <ErrorState title={t('failedToLoad')}>{failure}</ErrorState>
      ) : total === null ? (
        <Skeleton className="h-64 w-full" />
      ) : total === 0 ? (
        <EmptyState title={t('noRows')}>{t('noRowsText')}</EmptyState>
      ) : (
        <ol className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {rows.map((row) => (
            <PreviewRow key={row.number} row={row} job={job} draft={draft} />
          ))}
        </ol>
      )}
      {hasMore && (
        <Button state={isBusy ? 'busy' : 'idle'} onClick={more}>
          {t('more')}
        </Button>
      )}
    </section>
  );
}
