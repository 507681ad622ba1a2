'use client';

import clsx from 'clsx';
import { CircleDot } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { HallState } from '#contract/hall.ts';

interface RecordedSignProps {
  hall: HallState | null;
  /** `screen` is read from the last row of a hall. */
  size: 'console' | 'screen';
}

/** People must be told that the conference is recorded: on every screen of a hall, while it is. */
export function RecordedSign({ hall, size }: RecordedSignProps) {
  const t = useTranslations('hall');
  const isScreen = size === 'screen';
  return (
    <div
      role="status"
      data-recorded={hall?.isRecorded ?? false}
      data-isolated={hall?.isIsolated ?? false}
    >
      {hall?.isRecorded && (
        <p
          data-theme={isScreen ? 'dark' : undefined}
          className={clsx(
            'flex items-center font-medium text-ink',
            isScreen
              ? 'absolute top-[3vh] right-[3vh] gap-[1vh] rounded-full bg-canvas px-[2.4vh] py-[1vh] text-[2.6vh]'
              : 'gap-2 text-base',
          )}
        >
          <CircleDot
            aria-hidden
            className={clsx('shrink-0 text-danger-ink', isScreen ? 'size-[2.8vh]' : 'size-5')}
          />
          {t(hall.isIsolated ? 'isolated' : 'recorded')}
        </p>
      )}
    </div>
  );
}
