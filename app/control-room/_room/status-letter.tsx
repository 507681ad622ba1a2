'use client';

import clsx from 'clsx';
import { useTranslations } from 'next-intl';
import type { HallStatus } from '../_state/hall-row.ts';
import { STATUS_CLASSES } from './hall-looks.ts';

/** A state's letter as the wall shows it; its word stands beside it or is read out. */
export function StatusLetter({ status, className }: { status: HallStatus; className?: string }) {
  const t = useTranslations('control-room.letter');
  return (
    <span
      aria-hidden
      className={clsx(
        'inline-grid size-5 shrink-0 place-items-center rounded-sm text-sm leading-none font-semibold',
        STATUS_CLASSES[status],
        className,
      )}
    >
      {t(status)}
    </span>
  );
}
