import { ChevronRight } from 'lucide-react';
import { getFormatter, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import type { ConferenceListRow } from '#db/queries/conference.ts';
import { formatDays } from './format-days.ts';

/** Rounds, newest first: name, days, size. */
export async function ConferenceList({ rows }: { rows: readonly ConferenceListRow[] }) {
  const [t, format] = await Promise.all([getTranslations('conference'), getFormatter()]);
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
      {rows.map((row) => (
        <li key={row.id}>
          <Link
            href={`/conferences/${row.id}`}
            className="flex items-center gap-4 px-4 py-4 hover:bg-hover focus-visible:-outline-offset-2 sm:px-6"
          >
            <div className="flex min-w-0 flex-1 flex-col gap-1">
              <span className="text-base font-semibold text-pretty">{row.name}</span>
              <span className="flex flex-wrap gap-x-3 text-sm text-ink-2" data-count>
                <span>{formatDays(row)}</span>
                {row.organisation && <span>{row.organisation}</span>}
              </span>
              <span className="flex flex-wrap gap-x-3 text-sm text-ink-3" data-count>
                <span>{t('sessionCount', { count: row.sessionCount })}</span>
                <span>{t('siteCount', { count: format.number(row.siteCount) })}</span>
                <span>{t('delegateCount', { count: format.number(row.summoned) })}</span>
              </span>
            </div>
            <ChevronRight aria-hidden className="size-5 shrink-0 text-ink-3" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
