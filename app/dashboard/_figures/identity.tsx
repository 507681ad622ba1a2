'use client';

import clsx from 'clsx';
import { Fragment } from 'react';
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
        'flex flex-wrap items-start gap-y-3',
        size === 'wall' ? 'gap-x-10' : 'gap-x-3 sm:gap-x-5',
      )}
    >
      {KEYS.map((key, index) => (
        <Fragment key={key}>
          <div className="flex items-start gap-3 sm:gap-5">
            {index > 0 && (
              <span
                aria-hidden
                className={clsx(
                  'text-ink-3',
                  size === 'page' && 'pt-5 text-xl max-sm:text-lg',
                  size === 'small' && 'pt-5 text-base',
                  size === 'wall' && 'pt-10 text-3xl',
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
                  'flex items-center gap-1.5 text-ink-2',
                  size === 'wall' ? 'text-xl' : 'text-sm',
                )}
              >
                {DOTS[key] && (
                  <span aria-hidden className={clsx('size-2.5 rounded-full', DOTS[key])} />
                )}
                {t(key)}
              </dt>
            </div>
          </div>
        </Fragment>
      ))}
    </dl>
  );
}
