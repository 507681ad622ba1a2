'use client';

import { CalendarX2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { EmptyState } from '../../_ui/empty-state.tsx';
import type { HallPlace } from '../hall-place.ts';
import { HelpLines } from './help-lines.tsx';

/** A conference without a session has nothing to join. */
export function NoSession({ place }: { place: HallPlace }) {
  const t = useTranslations('hall');
  return (
    <>
      <EmptyState heading="h1" icon={CalendarX2} title={t('noSessionTitle')}>
        {t('noSessionText')}
      </EmptyState>
      <HelpLines helpPhone={place.helpPhone} hall={null} />
    </>
  );
}
