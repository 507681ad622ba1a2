import { CalendarClock } from 'lucide-react';
import { getFormatter, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { forbidden } from 'next/navigation';
import { listFigureSessions, type FigureSessionRow } from '#db/queries/figure-session.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
import { grantsWith } from '#domain/permissions.ts';
import { requireAccount } from '../../_server/guards.ts';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { Card, PageHeader, Section } from '../../_ui/page-header.tsx';
import { SessionBadge } from '../_figures/session-badge.tsx';
import { runningSession, sessionState } from '../_figures/session-info.ts';

export async function generateMetadata() {
  return { title: (await getTranslations('dashboard'))('title') };
}

/** Straight to the running session; otherwise, or with `?all`, the list to choose from. */
export default async function DashboardPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const account = await requireAccount();
  if (grantsWith(account, 'figures:read').length === 0) forbidden();
  const sessions = await listFigureSessions(pageDatabase(), account);
  const running = runningSession(sessions, new Date().getTime());
  if (running && (await searchParams)['all'] === undefined) redirect(`/dashboard/${running.id}`);
  const t = await getTranslations('dashboard');
  const conferences = Map.groupBy(sessions, ({ conferenceId }) => conferenceId);
  return (
    <>
      <PageHeader title={t('chooseTitle')} note={t('chooseNote')} />
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

async function SessionLink({ session }: { session: FigureSessionRow }) {
  const format = await getFormatter();
  const day = format.dateTime(session.startsAt, 'date');
  const [from, to] = [session.startsAt, session.endsAt].map((at) => format.dateTime(at, 'time'));
  return (
    <Link
      href={`/dashboard/${session.id}`}
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-4 hover:bg-hover sm:px-6"
    >
      <span className="font-semibold">{session.name}</span>
      <span data-count className="flex items-center gap-4 text-ink-2">
        {day}, {from}–{to}
        <SessionBadge state={sessionState(session)} />
      </span>
    </Link>
  );
}
