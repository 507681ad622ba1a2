import { getTranslations } from 'next-intl/server';
import { EntryPage } from '../_entry/entry-page.tsx';
import { CodeForm } from './code-form.tsx';

export async function generateMetadata() {
  return { title: (await getTranslations('entry'))('joinTitle') };
}

export default async function JoinPage() {
  const t = await getTranslations('entry');
  return (
    <EntryPage title={t('joinTitle')} text={t('joinText')}>
      <CodeForm />
    </EntryPage>
  );
}
