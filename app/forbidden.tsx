import { ShieldX } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { Shell } from './_server/shell.tsx';
import { LinkButton } from './_ui/button.tsx';
import { EmptyState } from './_ui/empty-state.tsx';

export default async function ForbiddenPage() {
  const [t, common] = await Promise.all([getTranslations('errors'), getTranslations('common')]);
  return (
    <Shell width="page">
      <EmptyState
        heading="h1"
        icon={ShieldX}
        title={t('forbiddenTitle')}
        action={<LinkButton href="/">{common('home')}</LinkButton>}
      >
        {t('forbiddenText')}
      </EmptyState>
    </Shell>
  );
}
