import { Download } from 'lucide-react';
import { getFormatter, getTranslations } from 'next-intl/server';
import { headers } from 'next/headers';
import { Shell } from '../_server/shell.tsx';
import { buttonClass } from '../_ui/button.tsx';
import { Notice } from '../_ui/notice.tsx';
import { Card, PageHeader } from '../_ui/page-header.tsx';
import { readLocalAuthority, type LocalAuthority } from './authority.ts';
import { TrustSteps, type System } from './trust-steps.tsx';

export async function generateMetadata() {
  return { title: (await getTranslations('trust'))('title') };
}

/** Cameras and work without a network need HTTPS that the device trusts; here is how to trust ours. */
export default async function TrustPage() {
  const [t, authority] = await Promise.all([getTranslations('trust'), readLocalAuthority()]);
  return (
    <Shell width="page">
      <PageHeader title={t('title')} />
      <p className="max-w-prose text-ink-2">
        {t('why')} {authority && t('whyOwn')}
      </p>
      {authority ? <AuthorityCard authority={authority} /> : <Notice>{t('notNeeded')}</Notice>}
      {authority && <TrustSteps initial={systemOf((await headers()).get('user-agent') ?? '')} />}
    </Shell>
  );
}

async function AuthorityCard({ authority }: { authority: LocalAuthority }) {
  const [t, format] = await Promise.all([getTranslations('trust'), getFormatter()]);
  return (
    <Card className="flex flex-col items-start gap-4 p-4 sm:p-6">
      {/* A plain link: a download is no page of the application. */}
      <a
        href="/trust/authority.crt"
        download="diem-cau.crt"
        className={buttonClass({ tone: 'primary' }, 'hover:bg-brand-hover')}
      >
        <Download aria-hidden className="size-5" />
        {t('download')}
      </a>
      <div className="flex max-w-full flex-col gap-1 text-sm">
        <p className="text-ink-2">{t('fingerprint')}</p>
        <p className="font-mono break-all">{authority.fingerprint}</p>
        <p className="text-ink-3">
          {t('validUntil', { date: format.dateTime(authority.expiresAt, 'date') })}
        </p>
      </div>
      <p className="max-w-prose text-sm text-ink-2">{t('compare')}</p>
    </Card>
  );
}

function systemOf(userAgent: string): System {
  if (/android/i.test(userAgent)) return 'android';
  return /iphone|ipad/i.test(userAgent) ? 'ios' : 'windows';
}
