'use client';

import clsx from 'clsx';
import { Progress as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

interface ProgressProps {
  label: string;
  /** What is done, in the same unit as `total`; null while the total isn't known. */
  done: number | null;
  total: number;
  /** "31.200 trên 52.000 dòng, còn khoảng 4 giây". */
  note?: ReactNode;
  tone?: 'brand' | 'ok' | 'danger';
}

const BARS = { brand: 'bg-brand', ok: 'bg-ok-ink', danger: 'bg-danger' };

/** Long work: what it is, how far it is, what is left. */
export function Progress({ label, done, total, note, tone = 'brand' }: ProgressProps) {
  const share = done === null || total <= 0 ? null : Math.min(1, done / total);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="text-base font-medium">{label}</span>
        {note && (
          <span data-count className="text-sm text-ink-2" aria-live="polite">
            {note}
          </span>
        )}
      </div>
      <Radix.Root
        aria-label={label}
        value={share === null ? null : Math.round(share * 100)}
        className="h-2 overflow-hidden rounded-full bg-muted"
      >
        <Radix.Indicator
          className={clsx(
            'h-full rounded-full',
            BARS[tone],
            share === null ? 'w-1/4 animate-sweep' : 'w-full origin-left transition-transform',
          )}
          style={share === null ? undefined : { transform: `scaleX(${share})` }}
        />
      </Radix.Root>
    </div>
  );
}
