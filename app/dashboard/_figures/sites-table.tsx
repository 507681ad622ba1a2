'use client';

import type { FollowingBySite } from '../../_following/use-following.ts';
import { DataTable } from '../../_ui/data-table.tsx';
import type { Figures, FigureSiteRow } from './figures-model.ts';
import { useSiteColumns } from './site-columns.tsx';
import { useFigureText } from './use-figure-text.ts';

const idOf = (row: FigureSiteRow) => row.id;
const textOf = (row: FigureSiteRow) => `${row.name} ${row.code} ${row.unitName}`;

/** Every hall with its figures by roster. */
export function SitesTable({
  figures,
  following,
  onHall,
}: {
  figures: Figures;
  /** Null while nobody knows. */
  following: FollowingBySite | null;
  onHall: (siteId: string) => void;
}) {
  const { t } = useFigureText();
  const { columns, filters } = useSiteColumns(following);
  return (
    <DataTable
      label={t('findSite')}
      noun={t('sitesNoun')}
      rows={figures.sites}
      columns={columns}
      filters={filters}
      getRowId={idOf}
      searchText={textOf}
      onOpen={(row) => onHall(row.id)}
      addressPrefix="site"
    />
  );
}
