'use client';

import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '../_ui/button.tsx';
import { DataTable } from '../_ui/data-table.tsx';
import { PageHeader } from '../_ui/page-header.tsx';
import type { TableSort } from '../_ui/use-table-address.ts';
import { AccountDialog } from './account-dialog.tsx';
import type { AccountView, ScopeChoices, ShownLink } from './account-view.ts';
import { CreateAccountDialog } from './create-account-dialog.tsx';
import { useAccountTable } from './use-account-table.tsx';

interface AccountsPanelProps {
  accounts: readonly AccountView[];
  scopes: ScopeChoices;
  ownAccountId: string;
}

type Open = { kind: 'create' } | { kind: 'account'; accountId: string; link: ShownLink | null };

const BY_NAME: TableSort = { column: 'name', direction: 'asc' };

/** Every account, and the windows in which an administrator makes and changes them. */
export function AccountsPanel({ accounts, scopes, ownAccountId }: AccountsPanelProps) {
  const t = useTranslations('accounts');
  const [open, setOpen] = useState<Open | null>(null);
  const { columns, filters, searchText } = useAccountTable();
  const shown =
    open?.kind === 'account' ? accounts.find(({ id }) => id === open.accountId) : undefined;
  return (
    <>
      <PageHeader
        title={t('title')}
        note={t('titleNote')}
        actions={
          <Button tone="primary" icon={UserPlus} onClick={() => setOpen({ kind: 'create' })}>
            {t('create')}
          </Button>
        }
      />
      <DataTable
        label={t('search')}
        noun={t('noun')}
        rows={accounts}
        columns={columns}
        filters={filters}
        searchText={searchText}
        getRowId={(row) => row.id}
        onOpen={(row) => setOpen({ kind: 'account', accountId: row.id, link: null })}
        defaultSort={BY_NAME}
      />
      {open?.kind === 'create' && (
        <CreateAccountDialog
          scopes={scopes}
          onClose={() => setOpen(null)}
          onCreated={(accountId, link) => setOpen({ kind: 'account', accountId, link })}
        />
      )}
      {shown && (
        <AccountDialog
          key={shown.id}
          account={shown}
          link={open?.kind === 'account' ? open.link : null}
          scopes={scopes}
          isOwn={shown.id === ownAccountId}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
