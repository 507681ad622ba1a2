import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { findWatched, type WatchedSession } from '#db/queries/broadcast.ts';
import { findConference } from '#db/queries/conference.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
import type { Principal } from '#domain/actor.ts';
import { can } from '#domain/permissions.ts';
import { mayWatch } from '#domain/watch.ts';
import { Messages } from '../../_server/messages-of.tsx';
import { readPrincipal } from '../../_server/principal.ts';
import { WatchApp } from '../watch-app.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return {
    title: (await getTranslations('watch'))('title'),
    // Its link may be for a few: it must not reach another site.
    referrer: 'no-referrer',
  };
}

/** The hall of this machine, where it is one of the session’s conference. */
function hallOf({ device }: Principal, watched: WatchedSession) {
  const { sessionId, conferenceId } = watched;
  const row = { conferenceId, siteId: device?.siteId ?? '' };
  return device && can(device, 'hall:follow', row) && device.conferenceId === conferenceId
    ? { sessionId, siteId: device.siteId }
    : null;
}

/** A session for whoever has its link; to those who may not watch it says nothing of the session. */
export default async function WatchPage({ params }: { params: Promise<{ watchKey: string }> }) {
  const { watchKey } = await params;
  const watched = (await findWatched(pageDatabase(), watchKey)) ?? notFound();
  const principal = await readPrincipal();
  const isShown = mayWatch(principal, watched);
  const conference = isShown ? await findConference(pageDatabase(), watched.conferenceId) : null;
  return (
    <Messages of={['watch']}>
      <WatchApp
        address={`/watch-files/${watchKey}/master.m3u8`}
        name={conference && { session: watched.sessionName, conference: conference.name }}
        delaySeconds={watched.delaySeconds}
        isRecorded={isShown && watched.isRecorded}
        watchedIn={isShown ? hallOf(principal, watched) : null}
        isForHalls={watched.access === 'HALLS' && !isShown}
      />
    </Messages>
  );
}
