'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { LiveProvider } from '../../_live/live-provider.tsx';
import { ProgrammeSound, useBlockedSound } from '../../_media/programme-sound.tsx';
import { ProgrammeView } from '../../_media/programme-view.tsx';
import { useHall } from '../../_media/use-hall.ts';
import { useLine } from '../../_media/use-line.ts';
import { useProgramme, useProgrammeTracks } from '../../_media/use-programme.ts';
import { useWakeLock } from '../../_ui/use-wake-lock.ts';
import { useCover } from '../console/use-cover.ts';
import { useIsBrowser } from '../console/use-is-browser.ts';
import { RecordedSign } from '../recorded-sign.tsx';
import type { HallPlace } from '../hall-place.ts';
import { HallWatch } from '../hall-watch.tsx';
import { MuteTelevision, mustBeSilent } from '../mute-television.tsx';
import { chooseSession } from '../session-choice.ts';

/** máy chiếu: the programme on the whole screen, with no controls. */
export function ProjectorApp({ place, hasLine }: { place: HallPlace; hasLine: boolean }) {
  const isBrowser = useIsBrowser();
  const [openedMs] = useState(Date.now);
  const session = isBrowser
    ? chooseSession(place.sessions, { nowMs: openedMs, chosenId: null })
    : null;
  return (
    <LiveProvider as="device">
      <Screen place={place} sessionId={session?.id ?? null} hasLine={hasLine} />
    </LiveProvider>
  );
}

interface ScreenProps {
  place: HallPlace;
  sessionId: string | null;
  /** A hall that only follows television has none. */
  hasLine: boolean;
}

function Screen({ place, sessionId, hasLine }: ScreenProps) {
  const t = useTranslations('hall.projector');
  const hall = useHall(sessionId === null ? null : { sessionId, siteId: place.siteId });
  // What the line cannot carry to the console it carries no better here.
  const isWatching = !hasLine || hall?.mode === 'WATCH';
  const { line, state } = useLine(hall === null || isWatching ? null : sessionId);
  const programme = useProgramme(sessionId);
  const tracks = useProgrammeTracks(line);
  const [isSoundBlocked, onSoundBlocked] = useBlockedSound();
  const cover = useCover({ line: state, tracks, mode: hasLine ? 'FULL' : 'TELEVISION' });
  const words = sessionId ? (hasLine ? cover : t('television')) : t('noSession');
  useWakeLock();
  return (
    <main
      id="main"
      className="fixed inset-0 cursor-none bg-black"
      onClick={() => void document.documentElement.requestFullscreen?.().catch(() => {})}
    >
      <h1 className="sr-only">{place.siteName}</h1>
      {isWatching && hall?.watchPath ? (
        <div data-theme="dark" className="size-full">
          <HallWatch
            hall={hall}
            watchPath={hall.watchPath}
            label={place.siteName}
            isSilenced={mustBeSilent(hall) || hall.soundOutput !== 'PROJECTOR'}
            size="screen"
          />
        </div>
      ) : (
        <ProgrammeView
          tracks={tracks}
          programme={programme}
          ownSiteId={place.siteId}
          cover={words && <CoverWords place={place} words={words} />}
          size="screen"
          className="size-full"
        />
      )}
      <RecordedSign hall={hall} size="screen" />
      <ProgrammeSound
        tracks={tracks}
        isSilent={hall?.soundOutput !== 'PROJECTOR'}
        speakerId={null}
        onBlocked={onSoundBlocked}
      />
      <div data-theme="dark">
        <MuteTelevision hall={hall} size="screen" isTelevisionHall={!hasLine} />
      </div>
      {isSoundBlocked && hall?.soundOutput === 'PROJECTOR' && (
        <p
          data-theme="dark"
          className="absolute top-8 left-1/2 -translate-x-1/2 rounded-full bg-canvas px-8 py-3 text-2xl font-semibold text-ink"
        >
          {t('clickForSound')}
        </p>
      )}
    </main>
  );
}

function CoverWords({ place, words }: { place: HallPlace; words: string }) {
  return (
    <>
      <p>{place.conferenceName}</p>
      <p className="text-3xl text-ink-2">{words}</p>
    </>
  );
}
