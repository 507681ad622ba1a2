import { getTranslations } from 'next-intl/server';
import { pageDatabase } from '#db/queries/page-database.ts';
import { listSites } from '#db/queries/site.ts';
import { can, reachOf } from '#domain/permissions.ts';
import { requireConferencePage } from '../../conference-guard.ts';
import { ImportView } from './import-view.tsx';

export async function generateMetadata() {
  return { title: (await getTranslations('import'))('title') };
}

export default async function ImportPage({
  params,
}: {
  params: Promise<{ conferenceId: string }>;
}) {
  const { conferenceId } = await params;
  const { account, conference } = await requireConferencePage(conferenceId, 'roster:import');
  const reach = reachOf(account, 'roster:import', conferenceId);
  const sites = await listSites(pageDatabase(), { conferenceId, reach });
  const mayManageSites = can(account, 'site:manage', { conferenceId });
  return (
    <ImportView
      conferenceId={conferenceId}
      standing={conference.archivedAt === null ? 'AT_WORK' : 'ARCHIVED'}
      kinds={mayManageSites ? ['SITES', 'ROSTER'] : ['ROSTER']}
      sites={sites.map(({ id, code, name }) => ({ value: id, label: name, note: code }))}
    />
  );
}
