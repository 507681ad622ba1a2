'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { DoorView } from './door-view.ts';

/** Summoned, present, still to come; the others beside them, never in them. */
export function DoorCounters({ view }: { view: DoorView }) {
  const t = useTranslations('door');
  const { tally, walkIns, guests } = view;
  const absent = tally.excused + tally.unexcused;
  return (
    <dl className="grid grid-cols-3 gap-x-4 gap-y-2 rounded-lg border border-line bg-surface px-4 py-3 sm:grid-cols-6">
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
  return (
    <div className="flex min-w-0 flex-col">
      <dt className="truncate text-sm text-ink-2">{label}</dt>
      <dd
        data-count
        data-counter={name}
        className={`${size === 'large' ? 'text-2xl font-semibold' : 'text-lg sm:text-2xl'} ${tone}`}
      >
        {format.number(value)}
      </dd>
    </div>
  );
}
