'use client';

import clsx from 'clsx';
import { useFormatter, useTranslations } from 'next-intl';
import type { ImportJob } from '#contract/import.ts';
import { StatNumber } from '../../../../_ui/stat-number.tsx';
import type { RowFilter, RowFilterName } from './use-row-filter.ts';

type Tone = 'ink' | 'ok' | 'warn' | 'danger' | 'quiet';

const FIGURES: readonly { name: RowFilterName; tone: Tone }[] = [
  { name: 'NEW', tone: 'ok' },
  { name: 'CHANGED', tone: 'ink' },
  { name: 'SAME', tone: 'quiet' },
  { name: 'OPEN', tone: 'warn' },
  { name: 'REFUSED', tone: 'danger' },
  { name: 'SKIPPED', tone: 'quiet' },
  { name: 'MISSING', tone: 'quiet' },
];

/** The file in figures; each is also the filter for its rows. */
export function PreviewFigures({ job, filter }: { job: ImportJob; filter: RowFilter }) {
  const t = useTranslations('import');
  const format = useFormatter();
  return (
    <div
      role="group"
      aria-label={t('figures')}
      className="grid grid-cols-2 gap-2 sm:grid-cols-4 xl:grid-cols-7"
    >
      {FIGURES.map(({ name, tone }) => {
        const count = countOf(job, name);
        const isChosen = filter.name === name && filter.doubt === null;
        return (
          <button
            key={name}
            type="button"
            aria-pressed={isChosen}
            onClick={() => filter.set({ name: isChosen ? 'DOUBTFUL' : name, doubt: null })}
            className={clsx(
              'rounded-lg border bg-surface px-4 py-3 text-left hover:bg-hover',
              isChosen ? 'border-brand ring-1 ring-brand' : 'border-line',
            )}
          >
            <StatNumber
              label={t(`verdict.${name}`)}
              value={format.number(count)}
              tone={count === 0 ? 'quiet' : tone}
            />
          </button>
        );
      })}
    </div>
  );
}

/** How many rows a figure stands for. */
export function countOf({ summary }: ImportJob, name: RowFilterName): number {
  const verdicts = summary?.verdicts ?? {};
  if (name !== 'OPEN') return verdicts[name]?.rows ?? 0;
  return (
    (verdicts['NEW']?.open ?? 0) + (verdicts['CHANGED']?.open ?? 0) + (verdicts['SAME']?.open ?? 0)
  );
}
