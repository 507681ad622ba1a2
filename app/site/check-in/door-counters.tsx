'use client';

import clsx from 'clsx';
import { useFormatter, useTranslations } from 'next-intl';
import type { DoorView } from './door-view.ts';

/** Summoned, present, still to come; the others beside them, never in them. */
export function DoorCounters({ view }: { view: DoorView }) {
  const t = useTranslations('door');
  const { tally, walkIns, guests } = view;
  const absent = tally.excused + tally.unexcused;
  return (
    <dl className="grid grid-cols-3 gap-x-4 rounded-lg border border-line bg-surface px-4 py-2 sm:grid-cols-6 sm:py-3">
      <Counter name="summoned" label={t('summoned')} value={tally.summoned} />
      <Counter name="present" label={t('present')} value={tally.present} tone="text-ok-ink" />
      <Counter name="unmarked" label={t('leftToCome')} value={tally.unmarked} />
      <Counter name="absent" label={t('absent')} value={absent} size="small" />
      <Counter name="walk-ins" label={t('walkIns')} value={walkIns.length} size="small" />
      <Counter name="guests" label={t('guests')} value={guests.length} size="small" />
    </dl>
  );
}

interface CounterProps {
  name: string;
  label: string;
  value: number;
  tone?: string;
  size?: 'large' | 'small';
}

function Counter({ name, label, value, tone = 'text-ink', size = 'large' }: CounterProps) {
  const format = useFormatter();
  const isSmall = size === 'small';
  return (
    <div
      className={clsx(
        'flex min-w-0',
        isSmall ? 'items-baseline justify-between gap-1 sm:flex-col' : 'flex-col',
        // A phone has no room for a figure that says nothing.
        isSmall && value === 0 && 'max-sm:hidden',
      )}
    >
      <dt className="truncate text-sm text-ink-2">{label}</dt>
      <dd
        data-count
        data-counter={name}
        className={clsx(isSmall ? 'text-base sm:text-2xl' : 'text-2xl font-semibold', tone)}
      >
        {format.number(value)}
      </dd>
    </div>
  );
}
