'use client';

import { FileSpreadsheet, FilterX, Upload, UserPlus, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button, LinkButton, buttonClass } from '../../../../_ui/button.tsx';
import { EmptyState, ErrorState } from '../../../../_ui/empty-state.tsx';
import { PageHeader } from '../../../../_ui/page-header.tsx';
import { usePanel } from '../../use-panel.ts';
import type { RosterChoices } from './roster-choices.ts';
import { DelegatePanel } from './delegate-panel.tsx';
import { NewDelegateDialog } from './new-delegate.tsx';
import { RosterTable } from './roster-table.tsx';
import { RosterToolbar } from './roster-toolbar.tsx';
import { useRoster, type RosterQuery } from './use-roster.ts';
import { useRosterQuery } from './use-roster-query.ts';

interface RosterViewProps extends RosterChoices {
  conferenceId: string;
  access: 'manage' | 'read';
}

/** The summons list: found at the centre, page by page; a row opens the delegate's panel. */
export function RosterView({ conferenceId, access, sites, units, categories }: RosterViewProps) {
  const t = useTranslations('roster');
  const { query, address, typed, setTyped } = useRosterQuery(conferenceId);
  const roster = useRoster(query);
  const { openId, open, close } = usePanel('delegate');
  const [isAdding, setIsAdding] = useState(false);
  const choices = { sites, units, categories };
  const isFiltered = address.search !== '' || Object.keys(address.filters).length > 0;
  const mayManage = access === 'manage';
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          mayManage && (
            <>
              {roster.total !== null && roster.total > 0 && (
                <a
                  href={exportAddress(query)}
                  download
                  className={buttonClass({}, 'hover:bg-hover')}
                >
                  <FileSpreadsheet aria-hidden className="size-5" />
                  {t('download')}
                </a>
              )}
              <Button
                icon={UserPlus}
                disabled={sites.length === 0}
                onClick={() => setIsAdding(true)}
              >
                {t('add')}
              </Button>
            </>
          )
        }
      />
      <RosterToolbar choices={choices} address={address} typed={typed} onTyped={setTyped} />
      {roster.failure && roster.rows.length === 0 ? (
        <ErrorState
          title={t('failed')}
          action={<Button onClick={roster.reload}>{t('again')}</Button>}
        >
          {roster.failure}
        </ErrorState>
      ) : roster.total === 0 && roster.loading !== 'first' ? (
        <Empty
          conferenceId={conferenceId}
          kind={isFiltered ? 'NO_MATCH' : 'NOBODY'}
          access={access}
          onClear={() => {
            setTyped('');
            address.clear();
          }}
        />
      ) : (
        <RosterTable roster={roster} onOpen={mayManage ? open : undefined} />
      )}
      {mayManage && openId && (
        <DelegatePanel
          key={openId}
          delegateId={openId}
          choices={choices}
          onClose={close}
          onChanged={roster.reload}
        />
      )}
      {isAdding && (
        <NewDelegateDialog
          choices={choices}
          siteId={query.siteId ?? null}
          onClose={() => setIsAdding(false)}
          onMade={(delegateId) => {
            roster.reload();
            open(delegateId);
          }}
        />
      )}
    </>
  );
}

/** The same people as a workbook. */
function exportAddress({ conferenceId, ...filter }: RosterQuery): string {
  const asked = new URLSearchParams(Object.entries(filter).filter(([, value]) => value));
  return `/api/exports/conferences/${conferenceId}/roster.xlsx?${asked}`;
}

interface EmptyProps {
  conferenceId: string;
  kind: 'NO_MATCH' | 'NOBODY';
  access: 'manage' | 'read';
  onClear: () => void;
}

function Empty({ conferenceId, kind, access, onClear }: EmptyProps) {
  const t = useTranslations('roster');
  const tc = useTranslations('common');
  if (kind === 'NO_MATCH') {
    return (
      <EmptyState
        icon={FilterX}
        title={tc('table.noMatchTitle')}
        action={<Button onClick={onClear}>{tc('clearFilters')}</Button>}
      >
        {t('noMatch')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Users}
      title={t('emptyTitle')}
      action={
        access === 'manage' && (
          <LinkButton href={`/conferences/${conferenceId}/import`} tone="primary" icon={Upload}>
            {t('import')}
          </LinkButton>
        )
      }
    >
      {t('emptyText')}
    </EmptyState>
  );
}
