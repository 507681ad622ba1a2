'use client';

import { useTranslations } from 'next-intl';
import { Notice } from '../_ui/notice.tsx';

interface ChangedNoticeProps {
  /** What somebody else changed, each as the reader knows it; nothing is shown for none. */
  changes: readonly { label: string; value: string }[];
}

/** Two people at one row: what the other one stored, before it is saved over. */
export function ChangedNotice({ changes }: ChangedNoticeProps) {
  const t = useTranslations('common');
  if (changes.length === 0) return null;
  return (
    <Notice tone="warn" title={t('changedByOther')}>
      <ul className="my-1">
        {changes.map(({ label, value }) => (
          <li key={label}>
            {label}: <b className="font-semibold">{value || t('emptyValue')}</b>
          </li>
        ))}
      </ul>
      {t('changedByOtherText')}
    </Notice>
  );
}
