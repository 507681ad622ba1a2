import { getTranslations } from 'next-intl/server';
import { Shell } from '../../_server/shell.tsx';
import { LinkButton } from '../../_ui/button.tsx';
import { ErrorState } from '../../_ui/empty-state.tsx';

/** A pass that was altered, cut short, issued anew, or whose delegate was taken off the list. */
export default async function UnknownPass() {
  const t = await getTranslations('pass');
  return (
    <Shell width="page">
      <ErrorState
        heading="h1"
        title={t('unknownTitle')}
        action={<LinkButton href="/">{t('home')}</LinkButton>}
      >
        {t('unknownText')}
      </ErrorState>
    </Shell>
  );
}
