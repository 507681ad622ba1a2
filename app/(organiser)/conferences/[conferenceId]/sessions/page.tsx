import { getTranslations } from 'next-intl/server';
import { pageDatabase } from '#db/queries/page-database.ts';
import { listAgenda, listSessions } from '#db/queries/session.ts';
import { can } from '#domain/permissions.ts';
import { requireConferencePage } from '../../conference-guard.ts';
import { SessionsEditor } from './sessions-editor.tsx';

export async function generateMetadata() {
  return { title: (await getTranslations('conference'))('sessions.title') };
}

export default async function SessionsPage({
  params,
}: {
  params: Promise<{ conferenceId: string }>;
}) {
  const { conferenceId } = await params;
  const { account, conference } = await requireConferencePage(conferenceId, 'conference:read');
  const [sessions, agenda] = await Promise.all([
    listSessions(pageDatabase(), conferenceId),
    listAgenda(pageDatabase(), conferenceId),
  ]);
  const isManaged =
    conference.archivedAt === null && can(account, 'conference:manage', { conferenceId });
  return (
    <SessionsEditor
      conference={{
        id: conferenceId,
        startsOn: conference.startsOn,
        endsOn: conference.endsOn,
      }}
      access={isManaged ? 'edit' : 'read'}
      sessions={sessions.map((row) => ({
        id: row.id,
        name: row.name,
        startsAtMs: row.startsAt.getTime(),
        endsAtMs: row.endsAt.getTime(),
        lateAfterMs: row.lateAfter.getTime(),
        items: agenda
          .filter((item) => item.sessionId === row.id)
          .map(({ id, kind, title, speaker, durationMinutes }) => ({
            id,
            kind,
            title,
            speaker,
            durationMinutes,
          })),
      }))}
    />
  );
}
