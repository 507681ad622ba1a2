'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { DelegateDetail } from '#contract/delegate.ts';
import { StatusBadge, type Status } from '../../../../_ui/status-badge.tsx';

type SessionRecord = DelegateDetail['attendance'][number];

/** The delegate's attendance, session by session. */
export function DelegateRecord({ delegate }: { delegate: DelegateDetail }) {
  const t = useTranslations('roster');
  const format = useFormatter();
  if (delegate.attendance.length === 0) {
    return <p className="text-base text-ink-2">{t('noSessions')}</p>;
  }
  return (
    <ul className="divide-y divide-line">
      {delegate.attendance.map((record) => (
        <li key={record.sessionId} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3">
          <div className="min-w-0 flex-1">
            <p className="text-base font-medium">{record.sessionName}</p>
            <p className="text-sm text-ink-2" data-count>
              {[
                record.presentAt &&
                  t('presentAt', {
                    time: format.dateTime(new Date(record.presentAt), 'dateTime'),
                  }),
                record.isSubstitute && t('substitute'),
                record.reason,
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </div>
          <StatusBadge status={statusOf(record)} />
        </li>
      ))}
    </ul>
  );
}

function statusOf({ status, isLate }: SessionRecord): Status {
  switch (status) {
    case 'PRESENT':
      return isLate ? 'late' : 'present';
    case 'EXCUSED':
      return 'excused';
    case 'UNEXCUSED':
      return 'unexcused';
    case 'UNMARKED':
      return 'unmarked';
  }
}
