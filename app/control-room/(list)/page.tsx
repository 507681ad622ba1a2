import { CalendarClock } from 'lucide-react';
import { getFormatter, getTranslations } from 'next-intl/server';
import { forbidden } from 'next/navigation';
import Link from 'next/link';
import { listDirectedSessions, type DirectedSessionRow } from '#db/queries/control-room.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
import { grantsWith } from '#domain/permissions.ts';
import { requireAccount } from '../../_server/guards.ts';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { Card, PageHeader, Section } from '../../_ui/page-header.tsx';
import { StatusBadge } from '../../_ui/status-badge.tsx';

export async function generateMetadata() {
  return { title: (await getTranslations('control-room'))('title') };
}

/** The sessions that one may direct. */
export default async function ControlRoomListPage() {
  const account = await requireAccount();
  if (grantsWith(account, 'control-room:follow').length === 0) forbidden();
  const sessions = await listDirectedSessions(pageDatabase(), account);
  const t = await getTranslations('control-room');
  const conferences = Map.groupBy(sessions, ({ conferenceId }) => conferenceId);
  return (
    <>
      <PageHeader title={t('title')} note={t('chooseNote')} />
      {sessions.length === 0 && (
        <EmptyState icon={CalendarClock} title={t('noSessionsTitle')}>
          {t('noSessionsText')}
        </EmptyState>
      )}
      {[...conferences].map(([id, own]) => (
        <Section key={id} title={own[0]?.conferenceName ?? ''}>
          <Card className="divide-y divide-line">
            {own.map((session) => (
              <SessionLink key={session.id} session={session} />
            ))}
          </Card>
        </Section>
      ))}
    </>
  );
}

async function SessionLink({ session }: { session: DirectedSessionRow }) {
  const format = await getFormatter();
  const t = await getTranslations('control-room.airState');
  const day = format.dateTime(session.startsAt, 'date');
  const [from, to] = [session.startsAt, session.endsAt].map((at) => format.dateTime(at, 'time'));
  const { airStartedAt, airEndedAt } = session;
  return (
    <Link
      href={`/control-room/${session.id}`}
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-4 hover:bg-hover sm:px-6"
    >
      <span className="font-semibold">{session.name}</span>
      <span data-count className="flex items-center gap-4 text-ink-2">
        {day}, {from}–{to}
        {airEndedAt ? (
          <StatusBadge status="closed" text={t('ended')} />
        ) : airStartedAt ? (
          <StatusBadge status="onAir" text={t('running')} />
        ) : (
          <StatusBadge status="scheduled" text={t('planned')} />
        )}
      </span>
    </Link>
  );
}
