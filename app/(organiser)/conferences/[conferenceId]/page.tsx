import { getTranslations } from 'next-intl/server';
import { readReadiness } from '#db/queries/conference.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
import { listSessions } from '#db/queries/session.ts';
import { can, reachOf } from '#domain/permissions.ts';
import { PageHeader, Section } from '../../../_ui/page-header.tsx';
import { requireConferencePage } from '../conference-guard.ts';
import { formatDays } from '../format-days.ts';
import { Checklist } from './checklist.tsx';
import { ConferenceActions } from './conference-actions.tsx';
import { SessionDoors } from './session-doors.tsx';

interface PageProps {
  params: Promise<{ conferenceId: string }>;
}

export async function generateMetadata({ params }: PageProps) {
  const { conferenceId } = await params;
  const { conference } = await requireConferencePage(conferenceId, 'conference:read');
  return { title: conference.name };
}

export default async function ConferencePage({ params }: PageProps) {
  const { conferenceId } = await params;
  const { account, conference } = await requireConferencePage(conferenceId, 'conference:read');
  const isWhole = reachOf(account, 'conference:read', conferenceId).kind === 'ALL';
  const [t, readiness, sessions] = await Promise.all([
    getTranslations('conference'),
    // It counts the whole round: only for those who reach all of it.
    isWhole ? readReadiness(pageDatabase(), conferenceId) : null,
    listSessions(pageDatabase(), conferenceId),
  ]);
  const mayManage = can(account, 'conference:manage', { conferenceId });
  return (
    <>
      <PageHeader
        title={conference.name}
        note={
          <>
            <span data-count>{formatDays(conference)}</span>
            {conference.organisation && <span>{conference.organisation}</span>}
            {conference.helpPhone && <span>{t('helpLine', { phone: conference.helpPhone })}</span>}
          </>
        }
        actions={
          mayManage ? (
            <ConferenceActions
              conferenceId={conferenceId}
              fields={{
                name: conference.name,
                organisation: conference.organisation,
                startsOn: conference.startsOn,
                endsOn: conference.endsOn,
                helpPhone: conference.helpPhone,
              }}
              standing={conference.archivedAt === null ? 'AT_WORK' : 'ARCHIVED'}
            />
          ) : undefined
        }
      />
      <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        {readiness && (
          <Section title={t('checklist')}>
            <Checklist conferenceId={conferenceId} readiness={readiness} />
          </Section>
        )}
        <Section title={t('doors')}>
          <SessionDoors
            mayOpen={mayManage && conference.archivedAt === null ? 'yes' : 'no'}
            roster={readiness ? (readiness.delegates === 0 ? 'empty' : 'some') : 'unknown'}
            sessions={sessions.map((row) => ({
              id: row.id,
              name: row.name,
              startsAt: row.startsAt.toISOString(),
              endsAt: row.endsAt.toISOString(),
              openedAt: row.openedAt?.toISOString() ?? null,
              closedAt: row.closedAt?.toISOString() ?? null,
            }))}
          />
        </Section>
      </div>
    </>
  );
}
