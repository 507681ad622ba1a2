import { LogIn } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { LoginLink } from './_entry/login-link.tsx';
import { readPrincipal } from './_server/principal.ts';
import { Shell } from './_server/shell.tsx';
import { LinkButton } from './_ui/button.tsx';
import { EmptyState } from './_ui/empty-state.tsx';

/** Nobody may sign in or join; an account that needs a hall's device, or a device an account, is told so. */
export default async function UnauthorizedPage() {
  const [{ account, device }, t, entry, common] = await Promise.all([
    readPrincipal(),
    getTranslations('errors'),
    getTranslations('entry'),
    getTranslations('common'),
  ]);
  const typeCode = <LinkButton href="/join">{entry('typeCode')}</LinkButton>;
  const home = <LinkButton href="/">{common('home')}</LinkButton>;
  const signIn = <LoginLink label={entry('signIn')} />;
  if (account) {
    return (
      <Refused title={t('deviceNeededTitle')} text={t('deviceNeededText')}>
        {typeCode}
        {home}
      </Refused>
    );
  }
  if (device) {
    return (
      <Refused title={t('accountNeededTitle')} text={t('accountNeededText')}>
        {signIn}
        {home}
      </Refused>
    );
  }
  return (
    <Refused title={t('signedOutTitle')} text={t('signedOutText')}>
      {signIn}
      {typeCode}
    </Refused>
  );
}

function Refused(props: { title: string; text: string; children: ReactNode }) {
  return (
    <Shell width="page">
      <EmptyState heading="h1" icon={LogIn} title={props.title} action={props.children}>
        {props.text}
      </EmptyState>
    </Shell>
  );
}
