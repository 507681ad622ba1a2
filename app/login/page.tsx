import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { EntryPage } from '../_entry/entry-page.tsx';
import { safeNextPath } from '../_entry/next-path.ts';
import { readAccount } from '../_server/principal.ts';
import { LoginForm } from './login-form.tsx';

export async function generateMetadata() {
  return { title: (await getTranslations('entry'))('loginTitle') };
}

export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>;
}) {
  const nextPath = safeNextPath((await searchParams)['next']);
  if (await readAccount()) redirect(nextPath);
  const t = await getTranslations('entry');
  return (
    <EntryPage
      title={t('loginTitle')}
      text={t('loginText')}
      footer={
        <p>
          {t('siteInstead')}{' '}
          <Link href="/join" className="font-medium text-brand-ink underline underline-offset-4">
            {t('typeCode')}
          </Link>
        </p>
      }
    >
      <LoginForm nextPath={nextPath} />
    </EntryPage>
  );
}
