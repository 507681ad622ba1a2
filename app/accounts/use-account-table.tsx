'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { ACCOUNT_ROLES } from '#domain/actor.ts';
import { compareByGivenName } from '#domain/text/person-name.ts';
import type { DataColumn, DataFilter } from '../_ui/data-column.ts';
import { AccountStateBadge } from './account-state-badge.tsx';
import type { AccountView } from './account-view.ts';
import { useGrantText } from './use-grant-text.ts';

const STATES = ['ACTIVE', 'WAITING', 'DISABLED'] as const;

/** Columns, filters and searched text of the list of accounts, each stable between renders. */
export function useAccountTable() {
  const grantText = useGrantText();
  const columns = useColumns(grantText);
  const filters = useFilters();
  const searchText = useMemo(
    () => (row: AccountView) =>
      [row.name, row.username ?? '', ...row.grants.map(grantText)].join(' '),
    [grantText],
  );
  return { columns, filters, searchText };
}

function useColumns(grantText: ReturnType<typeof useGrantText>): DataColumn<AccountView>[] {
  const t = useTranslations('accounts');
  return useMemo(
    () => [
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
        cell: (row) => row.grants.map(grantText).join('; ') || t('noRights'),
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
    ],
    [t, grantText],
  );
}

function useFilters(): DataFilter<AccountView>[] {
  const t = useTranslations('accounts');
  const tc = useTranslations('common');
  return useMemo(
    () => [
      {
        id: 'role',
        label: t('role'),
        options: ACCOUNT_ROLES.map((role) => ({ value: role, label: tc(`role.${role}`) })),
        matches: (row, role) => row.grants.some((grant) => grant.role === role),
      },
      {
        id: 'state',
        label: t('stateTitle'),
        options: STATES.map((state) => ({ value: state, label: t(`state.${state}`) })),
        matches: (row, state) => row.state === state,
      },
    ],
    [t, tc],
  );
}
