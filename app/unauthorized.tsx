import { LogIn } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { LoginLink } from './_entry/login-link.tsx';
import { Shell } from './_server/shell.tsx';
import { LinkButton } from './_ui/button.tsx';
import { EmptyState } from './_ui/empty-state.tsx';

export default async function UnauthorizedPage() {
  const [t, entry] = await Promise.all([getTranslations('errors'), getTranslations('entry')]);
  return (
    <Shell width="page">
      <EmptyState
        heading="h1"
        icon={LogIn}
        title={t('signedOutTitle')}
        action={
          <>
            <LoginLink label={entry('signIn')} />
            <LinkButton href="/join">{entry('typeCode')}</LinkButton>
          </>
        }
      >
        {t('signedOutText')}
      </EmptyState>
    </Shell>
  );
}
