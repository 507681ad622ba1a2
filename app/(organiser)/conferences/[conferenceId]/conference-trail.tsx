'use client';

import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

/** Where a part of the round hangs; its overview already bears the name. */
export function ConferenceTrail({ base, name }: { base: string; name: string }) {
  const t = useTranslations('conference');
  const isOverview = usePathname() === base;
  return (
    <p className="flex items-center gap-x-2 text-sm text-ink-3">
      <Link href="/conferences" className="shrink-0 rounded-sm py-1 hover:text-ink hover:underline">
        {t('title')}
      </Link>
      {!isOverview && (
        <>
          <span aria-hidden>/</span>
          <Link
            href={base}
            className="min-w-0 truncate rounded-sm py-1 font-medium text-ink-2 hover:text-ink"
          >
            {name}
          </Link>
        </>
      )}
    </p>
  );
}
