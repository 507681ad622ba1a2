import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { TabLinks } from '../../../_ui/tabs.tsx';
import { Notice } from '../../../_ui/notice.tsx';
import { requireConferencePage } from '../conference-guard.ts';
import { partsFor } from '../conference-parts.ts';
import { ConferenceTrail } from './conference-trail.tsx';

export default async function ConferenceLayout({
  params,
  children,
}: {
  params: Promise<{ conferenceId: string }>;
  children: ReactNode;
}) {
  const { conferenceId } = await params;
  const { account, conference } = await requireConferencePage(conferenceId, 'conference:read');
  const t = await getTranslations('conference');
  const base = `/conferences/${conferenceId}`;
  const links = partsFor(account, conferenceId).map(({ key, path }) => ({
    href: `${base}${path}`,
    label: t(`part.${key}`),
    match: path === '' ? ('exact' as const) : ('below' as const),
  }));
  return (
    <>
      <div className="-mt-2 flex flex-col gap-2 sm:-mt-4">
        <ConferenceTrail base={base} name={conference.name} />
        <TabLinks label={t('parts')} links={links} />
      </div>
      {conference.archivedAt && <Notice tone="warn">{t('archivedNotice')}</Notice>}
      {children}
    </>
  );
}
