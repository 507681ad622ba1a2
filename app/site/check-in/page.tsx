import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { requireDevice } from '../../_server/guards.ts';
import { DoorApp } from './door-app.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('door');
  return { title: t('title') };
}

/**
 * Only the frame comes from the server, so that it can be kept for work without a network: the list
 * and the marks are read from this device and from the centre's commands.
 */
export default async function CheckInPage() {
  await requireDevice('DOOR');
  return <DoorApp />;
}
