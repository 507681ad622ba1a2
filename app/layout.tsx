import './globals.css';
import type { Metadata, Viewport } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Messages } from './_server/messages-of.tsx';
import { readTheme } from './_server/preferences.ts';
import { ToastRegion } from './_ui/toast.tsx';
import { TooltipProvider } from './_ui/tooltip.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common');
  return {
    title: { default: t('product'), template: `%s – ${t('product')}` },
    description: t('productLine'),
    robots: { index: false, follow: false },
  };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#191918' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, theme] = await Promise.all([getLocale(), readTheme()]);
  return (
    <html lang={locale} data-theme={theme}>
      <body>
        <Messages of={[]}>
          <TooltipProvider>
            <ToastRegion>{children}</ToastRegion>
          </TooltipProvider>
        </Messages>
      </body>
    </html>
  );
}
