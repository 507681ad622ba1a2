'use client';

import { useTranslations } from 'next-intl';
import { StatusBadge, type Status } from '../_ui/status-badge.tsx';
import type { AccountState } from './account-view.ts';

const STATUS: Record<AccountState, Status> = {
  ACTIVE: 'ready',
  WAITING: 'scheduled',
  DISABLED: 'revoked',
};

export function AccountStateBadge({ state }: { state: AccountState }) {
  const t = useTranslations('accounts');
  return <StatusBadge status={STATUS[state]} text={t(`state.${state}`)} />;
}
