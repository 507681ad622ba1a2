'use client';

import { useState } from 'react';
import { LiveProvider } from '../../_live/live-provider.tsx';
import { PageSkeleton } from '../../_ui/skeleton.tsx';
import type { HallPlace } from '../hall-place.ts';
import { joinedSessionId, rememberJoined } from '../remembered.ts';
import { chooseSession } from '../session-choice.ts';
import { HallScreen } from './hall-screen.tsx';
import { JoinScreen } from './join-screen.tsx';
import { NoSession } from './no-session.tsx';
import { useIsBrowser } from './use-is-browser.ts';
import { useOwnMedia } from './use-own-media.ts';

/** bàn kỹ thuật of a hall: first its camera and microphone, then the conference. */
export function ConsoleApp({ place }: { place: HallPlace }) {
  return useIsBrowser() ? <InBrowser place={place} /> : <PageSkeleton />;
}

function InBrowser({ place }: { place: HallPlace }) {
  const own = useOwnMedia();
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
  if (joined && own.media) {
    return (
      <LiveProvider as="device">
        <HallScreen
          hallPlace={place}
          session={joined}
          own={own}
          media={own.media}
          onLeave={() => join(null)}
        />
      </LiveProvider>
    );
  }
  return (
    <JoinScreen
      place={place}
      session={session}
      own={own}
      onSession={setChosenId}
      onJoin={() => join(session.id)}
    />
  );
}
