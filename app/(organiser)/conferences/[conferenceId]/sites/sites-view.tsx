'use client';

import { FileSpreadsheet, MapPinPlus, Plus, Upload } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { SiteListRow } from '#db/queries/site.ts';
import { Button, LinkButton, buttonClass } from '../../../../_ui/button.tsx';
import { useFollowing } from '../../../../_following/use-following.ts';
import { DataTable } from '../../../../_ui/data-table.tsx';
import { EmptyState } from '../../../../_ui/empty-state.tsx';
import { PageHeader } from '../../../../_ui/page-header.tsx';
import type { Option } from '../../../../_ui/select.tsx';
import { NewSiteDialog } from './site-form.tsx';
import { SitePanel } from './site-panel.tsx';
import { siteText, useSiteColumns, useSiteFilters } from './site-columns.tsx';
import { usePanel } from '../../use-panel.ts';

interface SitesViewProps {
  conferenceId: string;
  sites: readonly SiteListRow[];
  units: readonly Option[];
  access: 'manage' | 'read';
  /** The session that is going on now: the list tells how halls follow it. */
  openSessionId: string | null;
}

const idOf = (row: SiteListRow) => row.id;
const BY_CODE = { column: 'code', direction: 'asc' } as const;

/** All halls of a round; a row opens the hall's panel. */
export function SitesView(props: SitesViewProps) {
  const { conferenceId, openSessionId, sites, units, access } = props;
  const t = useTranslations('site');
  const format = useFormatter();
  const [isAdding, setIsAdding] = useState(false);
  const { openId, open, close } = usePanel('site');
  const following = useFollowing(openSessionId);
  const columns = useSiteColumns(following);
  const filters = useSiteFilters();
  const opened = sites.find((row) => row.id === openId);
  const summoned = sites.reduce((sum, row) => sum + row.summoned, 0);
  const mayManage = access === 'manage';
  return (
    <>
      <PageHeader
        title={t('title')}
        note={
          sites.length > 0 && (
            <span data-count>
              {t('summary', {
                sites: format.number(sites.length),
                summoned: format.number(summoned),
              })}
            </span>
          )
        }
        actions={
          mayManage && (
            <>
              {sites.length > 0 && (
                <a
                  href={`/api/exports/conferences/${conferenceId}/hall-messages.xlsx`}
                  download
                  className={buttonClass({}, 'hover:bg-hover')}
                >
                  <FileSpreadsheet aria-hidden className="size-5" />
                  {t('downloadMessages')}
                </a>
              )}
              <Button icon={Plus} onClick={() => setIsAdding(true)}>
                {t('add')}
              </Button>
            </>
          )
        }
      />
      <DataTable
        label={t('find')}
        noun={t('noun')}
        rows={sites}
        columns={columns}
        filters={filters}
        getRowId={idOf}
        searchText={siteText}
        defaultSort={BY_CODE}
        onOpen={(row) => open(row.id)}
        empty={
          <EmptyState
            icon={MapPinPlus}
            title={t('emptyTitle')}
            action={
              mayManage && (
                <LinkButton
                  href={`/conferences/${conferenceId}/import`}
                  tone="primary"
                  icon={Upload}
                >
                  {t('import')}
                </LinkButton>
              )
            }
          >
            {t(mayManage ? 'emptyText' : 'emptyTextOthers')}
          </EmptyState>
        }
      />
      {opened && (
        <SitePanel
          key={opened.id}
          conferenceId={conferenceId}
          site={opened}
          sites={sites}
          units={units}
          access={access}
          onClose={close}
        />
      )}
      {isAdding && (
        <NewSiteDialog
          conferenceId={conferenceId}
          sites={sites}
          units={units}
          onClose={() => setIsAdding(false)}
          onMade={open}
        />
      )}
    </>
  );
}
