import type { Formats } from 'next-intl';
import { getRequestConfig } from 'next-intl/server';
import { INTL_TAGS } from '../_ui/preferences.ts';
import { loadMessages } from './messages.ts';
import { readLanguage } from './preferences.ts';

/** Named formats: `format.number(n, 'percent')`, `format.dateTime(d, 'date')`. */
const formats = {
  number: {
    percent: { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 },
  },
  dateTime: {
    date: { day: '2-digit', month: '2-digit', year: 'numeric' },
    time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
    dateTime: {
      day: '2-digit',
      month: '2-digit',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    },
  },
} satisfies Formats;

export default getRequestConfig(async () => {
  const language = await readLanguage();
  return {
    locale: INTL_TAGS[language],
    timeZone: 'Asia/Ho_Chi_Minh',
    messages: loadMessages(language),
    formats,
  };
});
