'use client';

import { MonitorPlay, Phone, Tv, VolumeX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { HallState } from '#contract/hall.ts';
import { ConnectionBanner } from '../../_live/connection-banner.tsx';
import { LiveProvider } from '../../_live/live-provider.tsx';
import { useHall } from '../../_media/use-hall.ts';
import { LinkButton } from '../../_ui/button.tsx';
import { PageHeader } from '../../_ui/page-header.tsx';
import { PageSkeleton } from '../../_ui/skeleton.tsx';
import { CentreMessages } from '../console/centre-messages.tsx';
import { SoundOutputChoice } from '../console/devices-dialog.tsx';
import { HelpLines } from '../console/help-lines.tsx';
import { NoSession } from '../console/no-session.tsx';
import { SpeakPanel } from '../console/speak-panel.tsx';
import { useIsBrowser } from '../console/use-is-browser.ts';
import { FollowingSay } from '../following-say.tsx';
import type { HallPlace } from '../hall-place.ts';
import { HallWatch } from '../hall-watch.tsx';
import { MuteTelevision, mustBeSilent } from '../mute-television.tsx';
import { RecordedSign } from '../recorded-sign.tsx';
import { chooseSession } from '../session-choice.ts';

interface TelevisionAppProps {
  place: HallPlace;
  /** Its telephone reads, says and calls, but plays and speaks nothing. */
  machine: 'CONSOLE' | 'HEADCOUNT';
}

/** A hall that follows by television: no line, but everything else that a hall has. */
export function TelevisionApp(props: TelevisionAppProps) {
  if (!useIsBrowser()) return <PageSkeleton />;
  return (
    <LiveProvider as="device">
      <InBrowser {...props} />
    </LiveProvider>
  );
}

function InBrowser({ place, machine }: TelevisionAppProps) {
  const [openedMs] = useState(Date.now);
  const session = chooseSession(place.sessions, { nowMs: openedMs, chosenId: null });
  const hall = useHall(session ? { sessionId: session.id, siteId: place.siteId } : null);
  if (!session) return <NoSession place={place} />;
  return (
    <>
      <ConnectionBanner />
      <PageHeader title={place.siteName} note={`${place.conferenceName} · ${session.name}`} />
      <MuteTelevision hall={hall} size="console" isTelevisionHall />
      <CentreMessages hall={hall} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-6">
        {machine === 'CONSOLE' && hall?.watchPath ? (
          <Watching hall={hall} watchPath={hall.watchPath} session={session.name} />
        ) : (
          <TelevisionSet />
        )}
        <div className="grid items-start gap-4 md:max-lg:grid-cols-2">
          {hall && <FollowingSay hall={hall} />}
          {machine === 'CONSOLE' && hall && (
            <SpeakPanel
              place={{ sessionId: session.id, siteId: place.siteId }}
              hall={hall}
              by="TELEPHONE"
            />
          )}
        </div>
      </div>
      <RecordedSign hall={hall} size="console" />
      {machine === 'CONSOLE' && <Speaking phone={place.helpPhone} />}
      <HelpLines helpPhone={place.helpPhone} hall={hall} />
    </>
  );
}

/** Nobody has opened the watch page to halls: the set shows what the station sends. */
function TelevisionSet() {
  const t = useTranslations('hall');
  return (
    <section
      data-television-hall
      className="flex flex-wrap items-center gap-x-6 gap-y-4 rounded-lg bg-info-soft px-4 py-4 sm:px-6"
    >
      <Tv aria-hidden className="size-10 shrink-0 text-info-ink" />
      <div className="min-w-0 flex-1 basis-72">
        <p className="text-xl font-semibold">{t('televisionTitle')}</p>
        <p>{t('televisionText')}</p>
      </div>
    </section>
  );
}

interface WatchingProps {
  hall: HallState;
  watchPath: string;
  session: string;
}

/** The programme beside the hall’s other work, and the page of its own for another window. */
function Watching({ hall, watchPath, session }: WatchingProps) {
  const t = useTranslations('hall');
  const { sessionId, siteId, soundOutput } = hall;
  return (
    <section data-television-hall className="flex flex-col gap-3">
      <HallWatch
        hall={hall}
        watchPath={watchPath}
        label={session}
        isSilenced={mustBeSilent(hall) || soundOutput === 'PROJECTOR'}
        size="console"
      />
      <div className="flex flex-wrap items-end justify-between gap-3">
        <SoundOutputChoice hall={hall} place={{ sessionId, siteId }} />
        <LinkButton icon={MonitorPlay} href={watchPath} target="_blank">
          {t('televisionWatch', { session })}
        </LinkButton>
      </div>
    </section>
  );
}

/** Such a hall has no line to be called up on: it speaks by telephone, with its set silent. */
function Speaking({ phone }: { phone: string }) {
  const t = useTranslations('hall.televisionSpeaking');
  return (
    <section
      aria-label={t('title')}
      className="grid gap-4 rounded-lg border border-line bg-surface px-4 py-4 sm:px-6 md:grid-cols-2"
    >
      <div className="flex items-start gap-3">
        <Phone aria-hidden className="mt-1 size-6 shrink-0 text-ink-2" />
        <div>
          <p className="font-semibold">{t('title')}</p>
          <p>{t(phone ? 'text' : 'textNoPhone', { phone })}</p>
        </div>
      </div>
      <div className="flex items-start gap-3">
        <VolumeX aria-hidden className="mt-1 size-6 shrink-0 text-warn-ink" />
        <div>
          <p className="text-lg font-semibold">{t('muteTitle')}</p>
          <p>{t('muteText')}</p>
        </div>
      </div>
    </section>
  );
}
