import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { can } from '#domain/permissions.ts';
import type { Permission } from '#domain/permissions.ts';
import { TabLinks } from '../../../_ui/tabs.tsx';
import { Notice } from '../../../_ui/notice.tsx';
import { requireConferencePage } from '../conference-guard.ts';
import { ConferenceTrail } from './conference-trail.tsx';

const PARTS: readonly { key: string; path: string; permission: Permission }[] = [
  { key: 'overview', path: '', permission: 'conference:read' },
  { key: 'sessions', path: '/sessions', permission: 'conference:read' },
  { key: 'sites', path: '/sites', permission: 'site:read' },
  { key: 'roster', path: '/roster', permission: 'roster:manage' },
  { key: 'import', path: '/import', permission: 'roster:import' },
];

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
  const links = PARTS.filter(({ permission }) =>
    can(account, permission, { conferenceId, shared: true }),
  ).map(({ key, path }) => ({
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
