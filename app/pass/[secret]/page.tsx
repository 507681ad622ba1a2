import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { readPassToken } from '#contract/pass-token.ts';
import { listOwnAttendance } from '#db/queries/delegate.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
import { readPassPage } from '#db/queries/pass-page.ts';
import { delegateOfPass } from '#db/queries/pass.ts';
import { listAgenda, listSessions } from '#db/queries/session.ts';
import { can } from '#domain/permissions.ts';
import { masterKey } from '../../_server/master-key.ts';
import { Shell } from '../../_server/shell.tsx';
import { Notice } from '../../_ui/notice.tsx';
import { PassCard } from './pass-card.tsx';
import { PassProgramme } from './pass-programme.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return {
    title: (await getTranslations('pass'))('title'),
    // The address is a secret: it must not reach another site.
    referrer: 'no-referrer',
  };
}

/** A delegate's own page, opened by his secret link: card, hall, seat, programme, own attendance. */
export default async function PassRoute({ params }: { params: Promise<{ secret: string }> }) {
  const { secret } = await params;
  const { delegateId } = (await readPass(secret)) ?? notFound();
  return (
    <Shell width="page">
      <Pass delegateId={delegateId} />
    </Shell>
  );
}

async function readPass(secret: string): Promise<{ delegateId: string } | null> {
  const claimed = readPassToken(secret, masterKey());
  const actor = claimed && (await delegateOfPass(pageDatabase(), claimed));
  const mayRead = actor && can(actor, 'pass:read', { delegateId: actor.delegateId });
  return mayRead ? actor : null;
}

async function Pass({ delegateId }: { delegateId: string }) {
  const db = pageDatabase();
  const [t, pass, attendance] = await Promise.all([
    getTranslations('pass'),
    readPassPage(db, delegateId),
    listOwnAttendance(db, delegateId),
  ]);
  if (!pass) notFound();
  const [sessions, agenda] = await Promise.all([
    listSessions(db, pass.conferenceId),
    listAgenda(db, pass.conferenceId),
  ]);
  return (
    <article className="mx-auto flex w-full max-w-xl flex-col gap-6">
      <header className="flex flex-col gap-1">
        {pass.organisation && <p className="text-sm text-ink-2">{pass.organisation}</p>}
        <h1 className="text-lg font-semibold text-pretty">{pass.conferenceName}</h1>
      </header>
      <PassCard pass={pass} />
      <PassProgramme sessions={sessions} agenda={agenda} attendance={attendance} />
      <Notice tone="info" title={t('recordingTitle')}>
        {t('recordingText')}
      </Notice>
      <Notice tone="warn" title={t('secretTitle')}>
        {t('secretText')}
      </Notice>
      <p className="text-sm text-ink-3">
        {t('ownLink')} {pass.helpPhone && t('help', { phone: pass.helpPhone })}
      </p>
    </article>
  );
}
