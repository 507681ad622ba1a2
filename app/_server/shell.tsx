import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { AppShell, type ShellWidth } from '../_ui/app-shell.tsx';
import { placesOf } from './places.ts';
import { readTheme } from './preferences.ts';
import { readPrincipal } from './principal.ts';

/** The frame of a place: top bar, navigation by role, account menu. Use it in the place's layout. */
export async function Shell({ width, children }: { width?: ShellWidth; children: ReactNode }) {
  const [principal, theme, t] = await Promise.all([
    readPrincipal(),
    readTheme(),
    getTranslations('common'),
  ]);
  const { account, device } = principal;
  const roles = [...new Set(account?.grants.map((grant) => grant.role))];
  return (
    <AppShell
      width={width}
      theme={theme}
      links={placesOf(principal).map(({ key, href }) => ({ key, href, label: t(`nav.${key}`) }))}
      reader={
        account
          ? {
              kind: 'account',
              name: account.name,
              note: roles.map((role) => t(`role.${role}`)).join(', '),
            }
          : device
            ? { kind: 'device', name: t(`role.${device.deviceKind}`), note: t('account.device') }
            : { kind: 'nobody' }
      }
    >
      {children}
    </AppShell>
  );
}
