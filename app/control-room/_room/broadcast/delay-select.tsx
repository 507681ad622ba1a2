'use client';

import { useTranslations } from 'next-intl';
import { MOST_DELAY_SECONDS } from '#domain/broadcast.ts';
import { Select } from '../../../_ui/select.tsx';

const USUAL_SECONDS = [0, 5, 10, 15, 20, 30, 45, MOST_DELAY_SECONDS];

interface DelaySelectProps {
  label: string;
  hint: string;
  seconds: number;
  onSeconds: (seconds: number) => void;
}

/** By how many seconds something is sent later; what a program chose in between is kept. */
export function DelaySelect({ label, hint, seconds, onSeconds }: DelaySelectProps) {
  const t = useTranslations('control-room.broadcast.sending');
  const all = [...new Set([...USUAL_SECONDS, seconds])].sort((a, b) => a - b);
  return (
    <Select
      label={label}
      hint={hint}
      options={all.map((value) => ({ value: String(value), label: t('seconds', { value }) }))}
      value={String(seconds)}
      onValue={(next) => onSeconds(Number(next))}
    />
  );
}
