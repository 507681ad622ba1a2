'use client';

import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { Button, LinkButton } from './_ui/button.tsx';
import { ErrorState } from './_ui/empty-state.tsx';

/** A page that failed to render: what to do, and the reference that the log knows it by. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations('errors');
  const common = useTranslations('common');
  useEffect(() => console.error(error), [error]);
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center">
      <ErrorState
        heading="h1"
        title={t('pageTitle')}
        action={
          <>
            <Button tone="primary" onClick={reset}>
              {common('retry')}
            </Button>
            <LinkButton href="/">{common('home')}</LinkButton>
          </>
        }
      >
        <p>{t('pageText')}</p>
        {error.digest && (
          <p data-count className="mt-2 text-sm text-ink-3">
            {t('pageCode', { code: error.digest })}
          </p>
        )}
      </ErrorState>
    </main>
  );
}
