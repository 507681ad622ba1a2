import { getTranslations } from 'next-intl/server';
import { Shell } from '../../_server/shell.tsx';
import { ErrorState } from '../../_ui/empty-state.tsx';

/** A link that was renewed, or cut short on its way. */
export default async function UnknownWatch() {
  const t = await getTranslations('watch');
  return (
    <Shell width="page">
      <ErrorState heading="h1" title={t('unknownTitle')}>
        {t('unknownText')}
      </ErrorState>
    </Shell>
  );
}
