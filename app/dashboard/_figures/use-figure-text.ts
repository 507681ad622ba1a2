'use client';

import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { writeCount, writeShare } from '#domain/figures-sentence.ts';
import { languageOf } from '../../_ui/preferences.ts';

/** Counts, shares and times as this reader reads them. */
export function useFigureText() {
  const t = useTranslations('dashboard');
  const format = useFormatter();
  const language = languageOf(useLocale());
  return useMemo(
    () => ({
      t,
      language,
      count: (value: number) => writeCount(value, language),
      /** `+3`, `−2` */
      difference: (value: number) =>
        `${value > 0 ? '+' : '−'}${writeCount(Math.abs(value), language)}`,
      /** Hundredths of a percent. */
      share: (hundredths: number | null) => writeShare(hundredths, language),
      time: (at: number | string) => format.dateTime(new Date(at), 'time'),
    }),
    [t, format, language],
  );
}
