import { CalendarPlus } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { listConferences } from '#db/queries/conference.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
import { can } from '#domain/permissions.ts';
import { requireAccount } from '../../_server/guards.ts';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { PageHeader, Section } from '../../_ui/page-header.tsx';
import { ConferenceList } from './conference-list.tsx';
import { CreateConferenceButton } from './create-conference.tsx';

export async function generateMetadata() {
  return { title: (await getTranslations('conference'))('title') };
}

export default async function ConferencesPage() {
  const account = await requireAccount();
  const t = await getTranslations('conference');
  const rows = await listConferences(pageDatabase(), account);
  const atWork = rows.filter((row) => row.archivedAt === null);
  const archived = rows.filter((row) => row.archivedAt !== null);
  const mayCreate = can(account, 'conference:create', { system: true });
  const create = mayCreate ? <CreateConferenceButton /> : undefined;
  return (
    <>
      <PageHeader title={t('title')} note={t('titleNote')} actions={create} />
      {atWork.length > 0 ? (
        <ConferenceList rows={atWork} />
      ) : (
        <EmptyState icon={CalendarPlus} title={t('emptyTitle')} action={create}>
          {t(mayCreate ? 'emptyText' : 'emptyTextOthers')}
        </EmptyState>
      )}
      {archived.length > 0 && (
        <Section title={t('archived')}>
          <ConferenceList rows={archived} />
        </Section>
      )}
    </>
  );
}
