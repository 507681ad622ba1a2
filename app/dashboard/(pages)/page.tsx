import { CalendarClock } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { forbidden, redirect } from 'next/navigation';
import { listFigureSessions } from '#db/queries/figure-session.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
import { grantsWith } from '#domain/permissions.ts';
import { requireAccount } from '../../_server/guards.ts';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { PageHeader } from '../../_ui/page-header.tsx';
import { SessionList } from '../../_ui/session-list.tsx';
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
  return (
    <>
      <PageHeader title={t('chooseTitle')} note={t('chooseNote')} />
      {sessions.length === 0 && (
        <EmptyState icon={CalendarClock} title={t('noSessionsTitle')}>
          {t('noSessionsText')}
        </EmptyState>
      )}
      <SessionList
        sessions={sessions}
        hrefOf={({ id }) => `/dashboard/${id}`}
        badgeOf={(session) => <SessionBadge state={sessionState(session)} />}
      />
    </>
  );
}
