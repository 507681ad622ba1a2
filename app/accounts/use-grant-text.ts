'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { GrantView } from './account-view.ts';

/** A grant in one line: "Quản trị đơn vị – Đảng bộ quận Ba Đình". */
export function useGrantText(): (grant: GrantView) => string {
  const t = useTranslations('accounts');
  const tc = useTranslations('common');
  return useCallback(
    ({ role, scopeKind, scopeName }) => {
      const place = scopeKind === 'ALL' ? t('scope.ALL') : (scopeName ?? t('scopeGone'));
      return `${tc(`role.${role}`)} – ${place}`;
    },
    [t, tc],
  );
}
