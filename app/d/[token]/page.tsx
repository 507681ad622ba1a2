import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { EntryPage } from '../../_entry/entry-page.tsx';
import { LinkForm } from './link-form.tsx';

export async function generateMetadata() {
  return { title: (await getTranslations('entry'))('linkTitle') };
}

export default async function DeviceLinkPage({ params }: { params: Promise<{ token: string }> }) {
  const [{ token }, t] = await Promise.all([params, getTranslations('entry')]);
  return (
    <EntryPage
      title={t('linkTitle')}
      text={t('linkText')}
      footer={
        <p>
          {t('linkBroken')}{' '}
          <Link href="/join" className="font-medium text-brand-ink underline underline-offset-4">
            {t('typeCode')}
          </Link>
        </p>
      }
    >
      <LinkForm token={token} />
    </EntryPage>
  );
}
