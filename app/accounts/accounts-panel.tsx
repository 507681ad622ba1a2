'use client';

import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { ACCOUNT_ROLES } from '#domain/actor.ts';
import { compareByGivenName } from '#domain/text/person-name.ts';
import { Button } from '../_ui/button.tsx';
import type { DataColumn, DataFilter } from '../_ui/data-column.ts';
import { DataTable } from '../_ui/data-table.tsx';
import { PageHeader } from '../_ui/page-header.tsx';
import type { TableSort } from '../_ui/use-table-address.ts';
import { AccountDialog } from './account-dialog.tsx';
import { AccountStateBadge } from './account-state-badge.tsx';
import type { AccountView, ScopeChoices, ShownLink } from './account-view.ts';
import { CreateAccountDialog } from './create-account-dialog.tsx';
import { useGrantText } from './use-grant-text.ts';

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

function useAccountTable() {
  const t = useTranslations('accounts');
  const tc = useTranslations('common');
  const grantText = useGrantText();
  return useMemo(() => {
    const grantsOf = (row: AccountView) => row.grants.map(grantText).join('; ');
    const columns: DataColumn<AccountView>[] = [
      {
        id: 'name',
        header: t('name'),
        cell: (row) => row.name,
        sortCompare: (a, b) => compareByGivenName(a.name, b.name),
        minWidth: 180,
        phone: 'title',
      },
      {
        id: 'username',
        header: t('username'),
        cell: (row) => row.username ?? '–',
        sortValue: (row) => row.username,
        minWidth: 150,
      },
      {
        id: 'grants',
        header: t('rights'),
        cell: (row) => grantsOf(row) || t('noRights'),
        minWidth: 260,
        grow: 2,
      },
      {
        id: 'state',
        header: t('stateTitle'),
        cell: (row) => <AccountStateBadge state={row.state} />,
        sortValue: (row) => row.state,
        minWidth: 190,
        grow: 0,
      },
    ];
    const filters: DataFilter<AccountView>[] = [
      {
        id: 'role',
        label: t('role'),
        options: ACCOUNT_ROLES.map((role) => ({ value: role, label: tc(`role.${role}`) })),
        matches: (row, role) => row.grants.some((grant) => grant.role === role),
      },
      {
        id: 'state',
        label: t('stateTitle'),
        options: (['ACTIVE', 'WAITING', 'DISABLED'] as const).map((state) => ({
          value: state,
          label: t(`state.${state}`),
        })),
        matches: (row, state) => row.state === state,
      },
    ];
    const searchText = (row: AccountView) => `${row.name} ${row.username ?? ''} ${grantsOf(row)}`;
    return { columns, filters, searchText };
  }, [t, tc, grantText]);
}
