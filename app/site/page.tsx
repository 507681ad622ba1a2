import { ClipboardList, DoorOpen, Phone, type LucideIcon } from 'lucide-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { describeDevice } from '#db/queries/device.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
import { can } from '#domain/permissions.ts';
import { HandInFile } from '../_hand-in/hand-in-file.tsx';
import { requireDevice, requirePermission } from '../_server/guards.ts';
import { LinkButton } from '../_ui/button.tsx';
import { Notice } from '../_ui/notice.tsx';
import { Card, PageHeader, Section } from '../_ui/page-header.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('door');
  return { title: t('siteTitle') };
}

/** The hall's own page: what works in this hall today, in plain words. */
export default async function SitePage() {
  const device = await requireDevice('CONSOLE', 'PROJECTOR', 'DOOR', 'HEADCOUNT');
  const { siteId, conferenceId } = device;
  requirePermission(device, 'site:read', { siteId, conferenceId });
  const hall = (await describeDevice(pageDatabase(), device.deviceId)) ?? notFound();
  const mayHandIn = can(device, 'check-in:append', { siteId, conferenceId });
  const [t, th] = await Promise.all([getTranslations('door'), getTranslations('hand-in')]);
  if (device.deviceKind === 'PROJECTOR') {
    return (
      <>
        <PageHeader title={hall.siteName} note={t('siteProjector')} />
        <Notice>{t('siteProjectorText')}</Notice>
      </>
    );
  }
  return (
    <>
      <PageHeader title={hall.siteName} note={hall.conferenceName} />
      <Notice>{t('siteVideo')}</Notice>
      <Section title={t('siteReady')}>
        <div className="grid gap-4 md:grid-cols-3">
          <Ready icon={DoorOpen} title={t('siteDoor')}>
            {t('siteDoorText')}
          </Ready>
          <Ready
            icon={ClipboardList}
            title={t('siteHeadcount')}
            action={<LinkButton href="/site/headcount">{t('siteHeadcount')}</LinkButton>}
          >
            {t('siteHeadcountText')}
          </Ready>
          <Ready icon={Phone} title={t('siteHelp')}>
            {hall.helpPhone ? t('siteHelpText', { phone: hall.helpPhone }) : t('siteNoHelp')}
          </Ready>
        </div>
      </Section>
      {mayHandIn && (
        <Section title={th('title')}>
          <p className="max-w-prose text-ink-2">{th('text')}</p>
          <div className="max-w-2xl">
            <HandInFile siteId={siteId} as="device" />
          </div>
        </Section>
      )}
    </>
  );
}

interface ReadyProps {
  icon: LucideIcon;
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

function Ready({ icon: Icon, title, action, children }: ReadyProps) {
  return (
    <Card className="flex flex-col items-start gap-2 p-4">
      <Icon aria-hidden className="size-6 text-brand-ink" />
      <h3 className="text-base font-semibold">{title}</h3>
      <p className="flex-1 text-ink-2">{children}</p>
      {action}
    </Card>
  );
}
