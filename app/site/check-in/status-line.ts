'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { Attendance } from '#domain/attendance.ts';

/** A person's attendance in one sentence. */
export function useStatusLine(): (attendance: Attendance) => string {
  const t = useTranslations('door');
  const format = useFormatter();
  return (attendance) => {
    const time = (ms: number) => format.dateTime(new Date(ms), 'time');
    const { presentAtMs, leftEarlyAtMs } = attendance;
    switch (attendance.status) {
      case 'UNMARKED':
        return t('unmarked');
      case 'UNEXCUSED':
        return t('unexcused');
      case 'EXCUSED':
        return attendance.reason ? t('excusedFor', { reason: attendance.reason }) : t('excused');
      case 'PRESENT': {
        if (leftEarlyAtMs !== null) return t('leftAt', { time: time(leftEarlyAtMs) });
        const at = { time: time(presentAtMs ?? 0) };
        if (attendance.isSubstitute) {
          return t('substituteAt', { name: attendance.substituteName, ...at });
        }
        return t(attendance.isLate ? 'lateAt' : 'presentAt', at);
      }
    }
  };
}
