'use client';

import clsx from 'clsx';
import { MicOff, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { HALL_FILTERS, type HallFilter } from '../_state/hall-filter.ts';
import type { HallStatus } from '../_state/hall-row.ts';
import { useRoom, useRoomParts } from './room-context.tsx';
import { StatusLetter } from './status-letter.tsx';

const SIGNS: Record<HallFilter, HallStatus | LucideIcon | null> = {
  ALL: null,
  UP: 'READY',
  LOST: 'LOST',
  NOT_JOINED: 'NOT_JOINED',
  ON_AIR: 'ON_AIR',
  ASKING: 'ASKING',
  MUTED: MicOff,
  PROBLEM: 'TROUBLE',
};

/** The filters with their numbers, which are the legend of the wall's letters as well. */
export function FilterBar() {
  const t = useTranslations('control-room');
  const { store } = useRoomParts();
  const counts = useRoom((state) => state.counts);
  const chosen = useRoom((state) => state.query.filter);
  return (
    <div role="group" aria-label={t('filters')} className="flex flex-wrap gap-1">
      {HALL_FILTERS.map((filter) => (
        <button
          key={filter}
          type="button"
          aria-pressed={filter === chosen}
          onClick={() => store.dispatch({ type: 'QUERY', query: { filter } })}
          className={clsx(
            'flex h-8 items-center gap-1.5 rounded-md border px-2 text-sm',
            filter === chosen
              ? 'border-line-strong bg-muted text-ink'
              : 'border-transparent text-ink-2 hover:bg-hover',
          )}
        >
          <Sign sign={SIGNS[filter]} />
          {t(`filter.${filter}`)}
          <span data-count className="font-semibold text-ink">
            {counts[filter]}
          </span>
        </button>
      ))}
    </div>
  );
}

function Sign({ sign }: { sign: HallStatus | LucideIcon | null }) {
  if (sign === null) return null;
  if (typeof sign === 'string') return <StatusLetter status={sign} />;
  const Icon = sign;
  return <Icon aria-hidden className="size-4 text-danger-ink" />;
}
