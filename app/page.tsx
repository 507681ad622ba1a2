import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { KeyRound, LogIn, UserRoundX } from 'lucide-react';
import { BrandMark } from './_ui/brand-mark.tsx';
import { LinkButton } from './_ui/button.tsx';
import { EmptyState } from './_ui/empty-state.tsx';
import { Shell } from './_server/shell.tsx';
import { placesOf } from './_server/places.ts';
import { readPrincipal } from './_server/principal.ts';

/** Sends everybody to their place; strangers get a welcome with the two ways in. */
export default async function HomePage() {
  const principal = await readPrincipal();
  const [first] = placesOf(principal);
  if (first) redirect(first.href);
  const t = await getTranslations('entry');
  if (principal.account) {
    return (
      <Shell width="page">
        <EmptyState heading="h1" icon={UserRoundX} title={t('noPlace')}>
          {t('noRoles')}
        </EmptyState>
      </Shell>
    );
  }
  return (
    <Shell width="page">
      <section className="mx-auto flex w-full max-w-xl flex-1 flex-col justify-center gap-6 pb-16">
        <BrandMark className="size-14" />
        <div className="flex flex-col gap-2">
          <h1 className="text-2xl font-semibold">{t('welcome')}</h1>
          <p className="text-base text-ink-2">{t('welcomeText')}</p>
        </div>
        <div className="flex flex-wrap gap-3">
          <LinkButton href="/login" tone="primary" icon={LogIn}>
            {t('signIn')}
          </LinkButton>
          <LinkButton href="/join" icon={KeyRound}>
            {t('typeCode')}
          </LinkButton>
        </div>
        <p className="text-sm text-ink-3">{t('delegateHint')}</p>
      </section>
    </Shell>
  );
}
