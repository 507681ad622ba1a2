'use client';

import { Clapperboard } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { LiveProvider } from '../../_live/live-provider.tsx';
import { Button } from '../../_ui/button.tsx';
import { PageHeader } from '../../_ui/page-header.tsx';
import { Select } from '../../_ui/select.tsx';
import { PageSkeleton } from '../../_ui/skeleton.tsx';
import { HelpLines } from '../console/help-lines.tsx';
import { NoSession } from '../console/no-session.tsx';
import { useIsBrowser } from '../console/use-is-browser.ts';
import type { HallPlace } from '../hall-place.ts';
import { joinedSessionId, rememberJoined } from '../remembered.ts';
import { chooseSession, type DoorSession } from '../session-choice.ts';
import { StudioMedia } from './studio-media.ts';
import { StudioScreen } from './studio-screen.tsx';

/** trường quay: the central hall's machine, with several cameras, a screen and the mixing desk. */
export function StudioApp({ place }: { place: HallPlace }) {
  return useIsBrowser() ? <InBrowser place={place} /> : <PageSkeleton />;
}

function InBrowser({ place }: { place: HallPlace }) {
  const [joinedId, setJoinedId] = useState(joinedSessionId);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [openedMs] = useState(Date.now);
  const joined = place.sessions.find(({ id }) => id === joinedId);
  const session = joined ?? chooseSession(place.sessions, { nowMs: openedMs, chosenId });
  const join = (sessionId: string | null) => {
    rememberJoined(sessionId);
    setJoinedId(sessionId);
  };
  if (!session) return <NoSession place={place} />;
  if (joined) return <Joined place={place} session={joined} onLeave={() => join(null)} />;
  return <Entrance place={place} session={session} onSession={setChosenId} onJoin={join} />;
}

interface EntranceProps {
  place: HallPlace;
  session: DoorSession;
  onSession: (sessionId: string) => void;
  onJoin: (sessionId: string) => void;
}

function Entrance({ place, session, onSession, onJoin }: EntranceProps) {
  const t = useTranslations('hall');
  return (
    <>
      <div className="mx-auto flex w-full max-w-xl flex-1 flex-col justify-center gap-6">
        <Clapperboard aria-hidden className="size-12 text-brand-ink" />
        <PageHeader
          title={t('studio.title')}
          note={`${place.siteName} · ${place.conferenceName}`}
        />
        <p>{t('studio.startHint')}</p>
        {place.sessions.length > 1 && (
          <Select
            label={t('session')}
            value={session.id}
            options={place.sessions.map(({ id, name }) => ({ value: id, label: name }))}
            onValue={onSession}
          />
        )}
        <Button tone="primary" size="large" onClick={() => onJoin(session.id)}>
          {t('studio.start')}
        </Button>
      </div>
      <HelpLines helpPhone={place.helpPhone} hall={null} />
    </>
  );
}

interface JoinedProps {
  place: HallPlace;
  session: DoorSession;
  onLeave: () => void;
}

function Joined({ place, session, onLeave }: JoinedProps) {
  const [media, setMedia] = useState<StudioMedia | null>(null);
  useEffect(() => {
    const own = new StudioMedia();
    queueMicrotask(() => setMedia(own));
    const wake = () => void own.desk.chain.resume();
    document.addEventListener('pointerdown', wake);
    document.addEventListener('keydown', wake);
    return () => {
      document.removeEventListener('pointerdown', wake);
      document.removeEventListener('keydown', wake);
      own.close();
    };
  }, []);
  if (!media) return <PageSkeleton />;
  return (
    <LiveProvider as="device">
      <StudioScreen hallPlace={place} session={session} media={media} onLeave={onLeave} />
    </LiveProvider>
  );
}
