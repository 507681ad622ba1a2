'use client';

import { CircleAlert, LoaderCircle, RefreshCw } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button } from '../_ui/button.tsx';
import { languageOf } from '../_ui/preferences.ts';
import { useConnectionState } from './live-context.ts';

/** A blink of the network is nobody's business. */
const CALM_MS = 1_500;

/** One calm line while the centre can't be reached; nothing at all while it can. */
export function ConnectionBanner() {
  const t = useTranslations('common.connection');
  const language = languageOf(useLocale());
  const state = useConnectionState();
  const isOverdue = useOverdue(state.kind === 'reconnecting' || state.kind === 'connecting');
  if (state.kind === 'refused') {
    const reason = language === 'vi' ? state.message : state.messageEn;
    return (
      <div role="alert" className="flex items-start gap-3 rounded-lg bg-danger-soft px-4 py-3">
        <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-danger-ink" />
        <p>{t('refused', { reason })}</p>
      </div>
    );
  }
  if (state.kind === 'outdated') {
    return (
      <div
        role="alert"
        className="flex flex-wrap items-center gap-3 rounded-lg bg-info-soft px-4 py-2"
      >
        <p className="flex-1">{t('outdated')}</p>
        <Button size="small" icon={RefreshCw} onClick={() => window.location.reload()}>
          {t('reload')}
        </Button>
      </div>
    );
  }
  if (!isOverdue) return null;
  return (
    <div role="status" className="flex items-center gap-3 rounded-lg bg-warn-soft px-4 py-2">
      <LoaderCircle aria-hidden className="size-5 shrink-0 animate-spin text-warn-ink" />
      <p>{t(state.kind === 'connecting' ? 'connecting' : 'reconnecting')}</p>
    </div>
  );
}

function useOverdue(isWaiting: boolean): boolean {
  const [isOverdue, setIsOverdue] = useState(false);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setIsOverdue(true), CALM_MS);
    return () => {
      clearTimeout(timer);
      setIsOverdue(false);
    };
  }, [isWaiting]);
  return isWaiting && isOverdue;
}
