import { getTranslations } from 'next-intl/server';
import { pageDatabase } from '#db/queries/page-database.ts';
import { listSessions } from '#db/queries/session.ts';
import { listSites } from '#db/queries/site.ts';
import { listUnitChoices } from '#db/queries/unit.ts';
import { dayOf } from '#domain/conference.ts';
import { can, reachOf } from '#domain/permissions.ts';
import { maskPhone } from '#domain/text/phone.ts';
import { requireConferencePage } from '../../conference-guard.ts';
import { SitesView } from './sites-view.tsx';

export async function generateMetadata() {
  return { title: (await getTranslations('site'))('title') };
}

export default async function SitesPage({ params }: { params: Promise<{ conferenceId: string }> }) {
  const { conferenceId } = await params;
  const { account, conference } = await requireConferencePage(conferenceId, 'site:read');
  const mayManage = conference.archivedAt === null && can(account, 'site:manage', { conferenceId });
  const maySeePhones = can(account, 'roster:manage', { conferenceId, shared: true });
  const db = pageDatabase();
  const [sites, units, sessions] = await Promise.all([
    listSites(db, { conferenceId, reach: reachOf(account, 'site:read', conferenceId) }),
    mayManage ? listUnitChoices(db, { reach: { kind: 'ALL' }, day: dayOf(Date.now()) }) : [],
    listSessions(db, conferenceId),
  ]);
  return (
    <SitesView
      conferenceId={conferenceId}
      openSessionId={sessions.findLast((one) => one.openedAt && !one.closedAt)?.id ?? null}
      access={mayManage ? 'manage' : 'read'}
      sites={
        maySeePhones
          ? sites
          : sites.map((row) => ({
              ...row,
              contactPhone: row.contactPhone && maskPhone(row.contactPhone),
            }))
      }
      units={units.map(({ id, code, name }) => ({ value: id, label: name, note: code }))}
    />
  );
}
