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
const KEYS = ['summoned', 'present', 'excused', 'unexcused', 'unmarked'] as const;

/** Marks between the figures: drawn, because a list of terms has no place for them. */
const OPERATORS = {
  summoned: 'before:hidden',
  present: "before:content-['=']",
  excused: "before:content-['+']",
  unexcused: "before:content-['+']",
  unmarked: "before:content-['+']",
} as const;

const FIGURE_SIZES = {
  page: 'text-2xl max-sm:text-lg before:text-2xl max-sm:before:text-lg',
  small: 'text-lg before:text-lg',
  wall: 'text-2xl before:text-2xl xl:text-display xl:before:text-display',
} as const;

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
      className={clsx(
        'flex items-end gap-y-3',
        size === 'wall' ? 'gap-x-6 max-xl:flex-wrap xl:justify-between' : 'flex-wrap gap-x-3',
        size === 'page' && 'sm:flex-nowrap sm:justify-between',
      )}
    >
      {KEYS.map((key) => (
        <div
          key={key}
          className={clsx(
            'grid grid-cols-[auto_auto] justify-start before:col-start-1 before:row-start-2 before:pr-3 before:text-ink-3',
            FIGURE_SIZES[size],
            OPERATORS[key],
          )}
        >
          <dt
            className={clsx(
              'col-start-2 row-start-1 flex items-baseline gap-1.5 text-ink-2',
              size === 'wall' ? 'text-sm xl:text-xl' : 'text-sm',
            )}
          >
            {DOTS[key] && (
              <span aria-hidden className={clsx('size-2.5 shrink-0 rounded-full', DOTS[key])} />
            )}
            {t(key)}
          </dt>
          <dd
            data-count
            data-figure={key}
            className="col-start-2 row-start-2 font-semibold tracking-tight"
          >
            {count(values[key])}
          </dd>
        </div>
      ))}
    </dl>
  );
}
