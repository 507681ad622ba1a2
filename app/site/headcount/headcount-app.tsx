'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useFailureText } from '../../_live/use-command.ts';
import { LinkButton } from '../../_ui/button.tsx';
import { ErrorState } from '../../_ui/empty-state.tsx';
import { PageSkeleton } from '../../_ui/skeleton.tsx';
import { useOfflineShell } from '../use-offline-shell.ts';
import { HeadcountEngine, START } from './headcount-engine.ts';
import { HeadcountForm } from './headcount-form.tsx';

/** One thin form: how many people sit in the hall. */
export function HeadcountApp() {
  const t = useTranslations('headcount');
  const failureText = useFailureText();
  const [engine] = useState(() => (typeof window === 'undefined' ? null : new HeadcountEngine()));
  useEffect(() => {
    void engine?.start();
    return () => engine?.stop();
  }, [engine]);
  const model = useSyncExternalStore(
    engine ? engine.watch : noWatch,
    engine ? engine.read : readStart,
    readStart,
  );
  useOfflineShell();
  const { self, session, phase, failure } = model;
  if (!engine || phase === 'opening') return <PageSkeleton />;
  if (phase === 'no-storage') {
    return (
      <ErrorState heading="h1" title={t('noStorageTitle')}>
        {t('noStorageText')}
      </ErrorState>
    );
  }
  if (self && session)
    return <HeadcountForm engine={engine} model={model} self={self} session={session} />;
  if (self) {
    return (
      <ErrorState heading="h1" title={t('noSessionTitle')}>
        {t('noSessionText')}
      </ErrorState>
    );
  }
  if (!failure) return <PageSkeleton />;
  return (
    <ErrorState
      heading="h1"
      title={t('notTakenTitle')}
      action={<LinkButton href="/join">{t('enterCode')}</LinkButton>}
    >
      {failureText(failure)}
    </ErrorState>
  );
}

const noWatch = () => () => {};
const readStart = () => START;
