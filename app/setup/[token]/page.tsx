import { getTranslations } from 'next-intl/server';
import { EntryPage } from '../../_entry/entry-page.tsx';
import { SetupForm } from './setup-form.tsx';

export async function generateMetadata() {
  return { title: (await getTranslations('entry'))('setupTitle') };
}

export default async function SetupPage({ params }: { params: Promise<{ token: string }> }) {
  const [{ token }, t] = await Promise.all([params, getTranslations('entry')]);
  return (
    <EntryPage title={t('setupTitle')} text={t('setupText')}>
      <SetupForm token={token} />
    </EntryPage>
  );
}
