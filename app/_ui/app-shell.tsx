import clsx from 'clsx';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { AccountMenu, type Reader } from './account-menu.tsx';
import { BrandMark } from './brand-mark.tsx';
import type { Theme } from './preferences.ts';
import { ShellNavigation, type ShellLink } from './shell-navigation.tsx';

/** `page` for text and forms, `wide` for lists and figures, `full` for consoles. */
export type ShellWidth = 'page' | 'wide' | 'full';

interface AppShellProps {
  links: readonly ShellLink[];
  reader: Reader;
  theme: Theme;
  width?: ShellWidth;
  children: ReactNode;
}

const WIDTHS: Record<ShellWidth, string> = {
  page: 'max-w-5xl',
  wide: 'max-w-[1600px]',
  full: '',
};

/** Top bar, navigation (below on a phone), the page. */
export function AppShell({ links, reader, theme, width = 'wide', children }: AppShellProps) {
  const t = useTranslations('common');
  return (
    <div className="flex min-h-dvh flex-col bg-canvas">
      <a
        href="#main"
        className="sr-only z-60 rounded-md bg-surface px-4 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('skipToContent')}
      </a>
      <header className="sticky top-0 z-30 border-b border-line bg-surface">
        <div
          className={clsx(
            'mx-auto flex h-14 items-center gap-6 px-4 sm:px-6',
            width === 'full' ? WIDTHS.full : WIDTHS.wide,
          )}
        >
          <Link href="/" className="flex items-center gap-2 rounded-md text-base font-semibold">
            <BrandMark />
            {t('product')}
          </Link>
          {links.length > 0 && (
            <ShellNavigation place="top" label={t('mainNavigation')} links={links} />
          )}
          <div className="ml-auto">
            <AccountMenu reader={reader} theme={theme} />
          </div>
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className={clsx(
          'mx-auto flex w-full flex-1 flex-col gap-6 px-4 pt-4 pb-10 outline-none sm:px-6 sm:pt-6',
          links.length > 1 && 'max-sm:pb-24',
          WIDTHS[width],
        )}
      >
        {children}
      </main>
      {links.length > 1 && (
        <ShellNavigation place="bottom" label={t('mainNavigation')} links={links} />
      )}
    </div>
  );
}
