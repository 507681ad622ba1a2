'use client';

import clsx from 'clsx';
import { unmarkedOf, type FigureCounts } from '#domain/figures.ts';
import { useFigureText } from './use-figure-text.ts';

const DOTS = {
  summoned: null,
  present: 'bg-ok-ink',
  excused: 'bg-info-ink',
  unexcused: 'bg-danger',
  unmarked: 'bg-sunken inset-ring inset-ring-line-strong',
} as const;
const OPERATORS = ['=', '+', '+', '+'] as const;
const KEYS = ['summoned', 'present', 'excused', 'unexcused', 'unmarked'] as const;

/** triệu tập = có mặt + vắng có lý do + vắng không lý do + chưa điểm danh, as a line that adds up. */
export function Identity({
  counts,
  size = 'page',
}: {
  counts: FigureCounts;
  size?: 'page' | 'small' | 'wall';
}) {
  const { t, count } = useFigureText();
  const values = { ...counts, unmarked: unmarkedOf(counts) };
  return (
    <dl
      aria-label={t('identityLabel')}
      className={clsx(
        'flex items-end gap-y-3',
        size === 'wall' ? 'justify-between gap-x-6' : 'flex-wrap gap-x-3',
        size === 'page' && 'sm:flex-nowrap sm:justify-between',
      )}
    >
      {KEYS.map((key, index) => (
        <div key={key} className="flex items-end gap-3">
          {index > 0 && (
            <span
              aria-hidden
              className={clsx(
                'text-ink-3',
                size === 'page' && 'text-2xl max-sm:text-lg',
                size === 'small' && 'text-lg',
                size === 'wall' && 'text-display',
              )}
            >
              {OPERATORS[index - 1]}
            </span>
          )}
          <div className="flex flex-col-reverse">
            <dd
              data-count
              data-figure={key}
              className={clsx(
                'font-semibold tracking-tight',
                size === 'page' && 'text-2xl max-sm:text-lg',
                size === 'small' && 'text-lg',
                size === 'wall' && 'text-display',
              )}
            >
              {count(values[key])}
            </dd>
            <dt
              className={clsx(
                'flex items-baseline gap-1.5 text-ink-2',
                size === 'wall' ? 'text-xl' : 'text-sm',
              )}
            >
              {DOTS[key] && (
                <span aria-hidden className={clsx('size-2.5 shrink-0 rounded-full', DOTS[key])} />
              )}
              {t(key)}
            </dt>
          </div>
        </div>
      ))}
    </dl>
  );
}
