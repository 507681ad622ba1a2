import { CalendarClock } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { forbidden } from 'next/navigation';
import { listDirectedSessions, type DirectedSessionRow } from '#db/queries/control-room.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
import { grantsWith } from '#domain/permissions.ts';
import { requireAccount } from '../../_server/guards.ts';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { PageHeader } from '../../_ui/page-header.tsx';
import { SessionList } from '../../_ui/session-list.tsx';
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
  return (
    <>
      <PageHeader title={t('title')} note={t('chooseNote')} />
      {sessions.length === 0 && (
        <EmptyState icon={CalendarClock} title={t('noSessionsTitle')}>
          {t('noSessionsText')}
        </EmptyState>
      )}
      <SessionList
        sessions={sessions}
        hrefOf={({ id }) => `/control-room/${id}`}
        badgeOf={(session) => <AirBadge session={session} />}
      />
    </>
  );
}

async function AirBadge({ session }: { session: DirectedSessionRow }) {
  const t = await getTranslations('control-room.airState');
  if (session.airEndedAt) return <StatusBadge status="closed" text={t('ended')} />;
  if (session.airStartedAt) return <StatusBadge status="onAir" text={t('running')} />;
  return <StatusBadge status="scheduled" text={t('planned')} />;
}
