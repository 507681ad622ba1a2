import { getTranslations } from 'next-intl/server';
import { listCategories } from '#db/queries/delegate.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
import { listSites } from '#db/queries/site.ts';
import { listUnitChoices } from '#db/queries/unit.ts';
import { dayOf } from '#domain/conference.ts';
import { can, reachOf } from '#domain/permissions.ts';
import { requireConferencePage } from '../../conference-guard.ts';
import { RosterView } from './roster-view.tsx';

export async function generateMetadata() {
  return { title: (await getTranslations('roster'))('title') };
}

export default async function RosterPage({
  params,
}: {
  params: Promise<{ conferenceId: string }>;
}) {
  const { conferenceId } = await params;
  const { account, conference } = await requireConferencePage(conferenceId, 'roster:read');
  const db = pageDatabase();
  const reach = reachOf(account, 'roster:read', conferenceId);
  const [sites, units, categories] = await Promise.all([
    listSites(db, { conferenceId, reach }),
    listUnitChoices(db, { reach, day: dayOf(Date.now()) }),
    listCategories(db, conferenceId),
  ]);
  const mayManage =
    conference.archivedAt === null && can(account, 'roster:manage', { conferenceId, shared: true });
  return (
    <RosterView
      conferenceId={conferenceId}
      access={mayManage ? 'manage' : 'read'}
      sites={sites.map(({ id, code, name }) => ({ value: id, label: name, note: code }))}
      units={units.map(({ id, code, name }) => ({ value: id, label: name, note: code }))}
      categories={categories.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
