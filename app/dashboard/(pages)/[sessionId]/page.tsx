import { MonitorUp } from 'lucide-react';
import { getFormatter, getTranslations } from 'next-intl/server';
import { can } from '#domain/permissions.ts';
import { LinkButton } from '../../../_ui/button.tsx';
import { Notice } from '../../../_ui/notice.tsx';
import { PageHeader } from '../../../_ui/page-header.tsx';
import { DashboardView } from '../../_figures/dashboard-view.tsx';
import { ExportMenu } from '../../_figures/export-menu.tsx';
import { SessionBadge } from '../../_figures/session-badge.tsx';
import { requireFigures, toSessionInfo } from '../../session-guard.ts';

interface PageProps {
  params: Promise<{ sessionId: string }>;
}

export async function generateMetadata() {
  return { title: (await getTranslations('dashboard'))('title') };
}

export default async function SessionFiguresPage({ params }: PageProps) {
  const { sessionId } = await params;
  const { account, session, reach } = await requireFigures(sessionId);
  const t = await getTranslations('dashboard');
  const format = await getFormatter();
  const row = { conferenceId: session.conferenceId, shared: true as const };
  const mayReadPeople = can(account, 'people:read', row);
  const info = toSessionInfo(session);
  const day = format.dateTime(session.startsAt, 'date');
  const [from, to] = [session.startsAt, session.endsAt].map((at) => format.dateTime(at, 'time'));
  return (
    <>
      <PageHeader
        title={info.name}
        trail={[{ label: t('allSessions'), href: '/dashboard?all' }]}
        note={
          <>
            <span className="line-clamp-2 max-w-2xl">{info.conferenceName}</span>
            <span data-count className="flex basis-full flex-wrap items-center gap-x-3 gap-y-1">
              <SessionBadge state={info.state} />
              {day}, {from}–{to}
            </span>
          </>
        }
        actions={
          <>
            {can(account, 'figures:export', row) && (
              <ExportMenu sessionId={info.id} mayReadPeople={mayReadPeople} />
            )}
            <LinkButton
              href={`/dashboard/${info.id}/screen`}
              icon={MonitorUp}
              className="max-sm:hidden"
            >
              {t('openScreen')}
            </LinkButton>
          </>
        }
      />
      {reach === 'part' && <Notice>{t('partialReach')}</Notice>}
      <DashboardView session={info} reach={reach} mayReadPeople={mayReadPeople} />
    </>
  );
}
