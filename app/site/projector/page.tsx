import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { requireDevice } from '../../_server/guards.ts';
import { Messages } from '../../_server/messages-of.tsx';
import { readHallPlace } from '../read-hall-place.ts';
import { ProjectorApp } from './projector-app.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('hall.projector');
  return { title: t('title') };
}

/** Without the frame of the other pages: a hall looks at it. */
export default async function ProjectorPage() {
  const device = await requireDevice('PROJECTOR');
  const { place, work } = (await readHallPlace(device)) ?? notFound();
  return (
    <Messages of={['hall', 'watch']}>
      <ProjectorApp place={place} hasLine={work !== 'TELEVISION'} />
    </Messages>
  );
}
