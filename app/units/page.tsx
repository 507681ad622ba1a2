import { getTranslations } from 'next-intl/server';
import { pageDatabase } from '#db/queries/page-database.ts';
import { readUnitTree } from '#db/queries/unit.ts';
import { dayOf } from '#domain/conference.ts';
import { requireAccount, requirePermission } from '../_server/guards.ts';
import { UnitsView } from './units-view.tsx';

export async function generateMetadata() {
  return { title: (await getTranslations('unit'))('title') };
}

export default async function UnitsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>;
}) {
  const account = await requireAccount();
  requirePermission(account, 'unit:manage', { system: true });
  const tree = (await searchParams)['tree'] === 'ADMINISTRATIVE' ? 'ADMINISTRATIVE' : 'PARTY';
  const units = await readUnitTree(pageDatabase(), tree);
  return <UnitsView tree={tree} units={units} today={dayOf(Date.now())} />;
}
