'use client';

import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { countedInHall, hallFlag, type HallFigures } from '#domain/figures.ts';
import { Badge } from '../../_ui/badge.tsx';
import { useFigureText } from './use-figure-text.ts';

/** Whether a hall has declared its headcount, and whether it is what its doors counted. */
export function ReportBadge({ hall }: { hall: HallFigures }) {
  const { t, difference } = useFigureText();
  switch (hallFlag(hall)) {
    case 'NOT_REPORTED':
      return <Badge icon={CircleDashed}>{t('notReported')}</Badge>;
    case 'DECLARED_DIFFERS': {
      const by = (hall.declared?.count ?? 0) - countedInHall(hall);
      return (
        <Badge tone="warn" icon={TriangleAlert}>
          {t('differs', { difference: difference(by) })}
        </Badge>
      );
    }
    case null:
      return (
        <Badge tone="ok" icon={CircleCheck}>
          {t('matches')}
        </Badge>
      );
  }
}
