import { ClipboardList, DoorOpen, Phone, type LucideIcon } from 'lucide-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { notFound, redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import type { DeviceKind } from '#domain/actor.ts';
import { can } from '#domain/permissions.ts';
import { HandInFile } from '../_hand-in/hand-in-file.tsx';
import { Shell } from '../_server/shell.tsx';
import { requireDevice } from '../_server/guards.ts';
import { Messages } from '../_server/messages-of.tsx';
import { LinkButton } from '../_ui/button.tsx';
import { DarkPage } from '../_ui/dark-page.tsx';
import { Card, PageHeader, Section } from '../_ui/page-header.tsx';
import { ConsoleApp } from './console/console-app.tsx';
import type { HallPlace } from './hall-place.ts';
import { readHallPlace, type HallWork } from './read-hall-place.ts';
import { TelevisionApp } from './television/television-app.tsx';
import { StudioApp } from './studio/studio-app.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('door');
  return { title: t('siteTitle') };
}

/** The hall's own page: its console or studio, or what else this device does in the hall. */
export default async function SitePage() {
  const device = await requireDevice('CONSOLE', 'PROJECTOR', 'DOOR', 'HEADCOUNT');
  if (device.deviceKind === 'PROJECTOR') redirect('/site/projector');
  const hall = (await readHallPlace(device)) ?? notFound();
  const { siteId, conferenceId } = device;
  const mayHandIn = can(device, 'check-in:append', { siteId, conferenceId });
  if (device.deviceKind === 'CONSOLE' && hall.work === 'STUDIO') {
    return (
      <DarkPage>
        <Shell width="full">
          <Messages of={['hall', 'watch']}>
            <StudioApp place={hall.place} />
          </Messages>
        </Shell>
      </DarkPage>
    );
  }
  const machine = machineOf(device.deviceKind, hall.work);
  return (
    <Shell width="wide">
      {machine ? (
        <Messages of={['hall', 'watch']}>
          {hall.work === 'TELEVISION' ? (
            <TelevisionApp place={hall.place} machine={machine} />
          ) : (
            <ConsoleApp place={hall.place} />
          )}
        </Messages>
      ) : (
        <OtherWork place={hall.place} />
      )}
      {mayHandIn && <HandIn siteId={siteId} />}
    </Shell>
  );
}

/** A hall without a line may have no more than a telephone. */
function machineOf(kind: DeviceKind, work: HallWork): 'CONSOLE' | 'HEADCOUNT' | null {
  if (kind === 'CONSOLE') return 'CONSOLE';
  return kind === 'HEADCOUNT' && work === 'TELEVISION' ? 'HEADCOUNT' : null;
}

async function OtherWork({ place }: { place: HallPlace }) {
  const t = await getTranslations('door');
  return (
    <>
      <PageHeader title={place.siteName} note={place.conferenceName} />
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
            {place.helpPhone ? t('siteHelpText', { phone: place.helpPhone }) : t('siteNoHelp')}
          </Ready>
        </div>
      </Section>
    </>
  );
}

/** The saved check-ins of a door that could not deliver them, brought by hand. */
async function HandIn({ siteId }: { siteId: string }) {
  const t = await getTranslations('hand-in');
  return (
    <Section title={t('title')}>
      <p className="max-w-prose text-ink-2">{t('text')}</p>
      <div className="max-w-2xl">
        <Messages of={['door', 'hall', 'watch', 'hand-in']}>
          <HandInFile siteId={siteId} as="device" />
        </Messages>
      </div>
    </Section>
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
