'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { HallRow } from '../_state/hall-row.ts';

/** A hall's state in words: its trouble if it has one, else its status; muted, in preview, asking. */
export function useHallWords(): (row: HallRow) => string {
  const t = useTranslations('control-room');
  const following = useTranslations('following.kind');
  return useCallback(
    ({ hall, status, problem, isInPreview, request }) => {
      const isTold = problem !== null && problem !== 'NEVER_JOINED' && problem !== 'LOST';
      const words = [
        status === 'TELEVISION' ? following(hall.following.kind) : t(`status.${status}`),
      ];
      if (isTold) words.push(t(`problem.${problem}`));
      if (isInPreview) words.push(t('inPreview'));
      if (request && status !== 'ASKING') words.push(t(`request.${request.status}`));
      if (hall.isMutedByCentre) words.push(t('mutedByCentre'));
      return words.join(', ');
    },
    [t, following],
  );
}
