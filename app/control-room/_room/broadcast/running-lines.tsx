'use client';

import { TriangleAlert } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { OutletState } from '#contract/broadcast.ts';

interface RunningLinesProps {
  running: NonNullable<OutletState['running']>;
  kind: OutletState['kind'] | 'WATCH';
}

/** How one way runs, in figures, and what to do when it does not. */
export function RunningLines({ running, kind }: RunningLinesProps) {
  const t = useTranslations('control-room.broadcast');
  const format = useFormatter();
  const { kbps, droppedKilobytes, restarts, gapSeconds, trouble } = running;
  const seconds = format.number(gapSeconds, { maximumFractionDigits: 1 });
  return (
    <>
      <p data-count className="text-sm text-ink-2">
        {t('rate', { kbps, dropped: droppedKilobytes })}
        {' · '}
        {t('interruptions', { restarts, seconds })}
      </p>
      {trouble && (
        <p role="alert" data-trouble={trouble} className="flex items-start gap-1.5 text-sm">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn-ink" />
          <span className="text-warn-ink">
            {t(trouble === 'REFUSED' ? `refused.${kind}` : `trouble.${trouble}`)}
          </span>
        </p>
      )}
    </>
  );
}
