import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { KeyRound, LogIn } from 'lucide-react';
import { BrandMark } from './_ui/brand-mark.tsx';
import { LinkButton } from './_ui/button.tsx';
import { Shell } from './_server/shell.tsx';
import { placesOf } from './_server/places.ts';
import { readPrincipal } from './_server/principal.ts';

/** Sends everybody to their place; strangers get a welcome with the two ways in. */
export default async function HomePage() {
  const [first] = placesOf(await readPrincipal());
  if (first) redirect(first.href);
  const t = await getTranslations('entry');
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
