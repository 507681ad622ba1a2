'use client';

import { Check, CheckCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Mark } from './door-view.ts';

/** The two marks: on this machine, at the centre. */
export function MarkIcon({
  mark,
  withText = 'hidden',
}: {
  mark: Mark;
  withText?: 'hidden' | 'shown';
}) {
  const t = useTranslations('door');
  if (mark === 'none') return null;
  const text = t(mark === 'recorded' ? 'markRecorded' : 'markDelivered');
  const Icon = mark === 'recorded' ? Check : CheckCheck;
  return (
    <span
      data-mark={mark}
      title={text}
      className="inline-flex items-center gap-1 text-sm text-ink-2"
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className={withText === 'hidden' ? 'sr-only' : undefined}>{text}</span>
    </span>
  );
}
