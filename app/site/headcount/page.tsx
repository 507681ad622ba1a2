import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireDevice } from '../../_server/guards.ts';
import { HeadcountApp } from './headcount-app.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('headcount');
  return { title: t('title') };
}

/** Only the frame comes from the server: the page is kept for a phone whose network blinks. */
export default async function HeadcountPage() {
  await requireDevice('HEADCOUNT', 'DOOR', 'CONSOLE');
  return <HeadcountApp />;
}
