import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { findWatched } from '#db/queries/broadcast.ts';
import { findConference } from '#db/queries/conference.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
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

/** A session for whoever has its link; to those who may not watch it says nothing of the session. */
export default async function WatchPage({ params }: { params: Promise<{ watchKey: string }> }) {
  const { watchKey } = await params;
  const watched = (await findWatched(pageDatabase(), watchKey)) ?? notFound();
  const isShown = mayWatch(await readPrincipal(), watched);
  const conference = isShown ? await findConference(pageDatabase(), watched.conferenceId) : null;
  return (
    <Messages of={['watch']}>
      <WatchApp
        address={`/watch-files/${watchKey}/master.m3u8`}
        name={conference && { session: watched.sessionName, conference: conference.name }}
        delaySeconds={watched.delaySeconds}
        isRecorded={isShown && watched.isRecorded}
        isForHalls={watched.access === 'HALLS' && !isShown}
      />
    </Messages>
  );
}
