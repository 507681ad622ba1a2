'use client';

import { Languages } from 'lucide-react';
import { useLocale } from 'next-intl';
import { useRouter } from 'next/navigation';
import { Button } from '../_ui/button.tsx';
import { LANGUAGE_COOKIE, languageOf, storePreference } from '../_ui/preferences.ts';

/** Each named in itself, for those who read no other. */
const OTHER = {
  vi: { language: 'en', label: 'English' },
  en: { language: 'vi', label: 'Tiếng Việt' },
} as const;

/** The page in the other language; the picture goes on meanwhile. */
export function LanguageSwitch() {
  const router = useRouter();
  const { language, label } = OTHER[languageOf(useLocale())];
  const change = () => {
    storePreference(LANGUAGE_COOKIE, language);
    router.refresh();
  };
  return (
    <Button tone="quiet" icon={Languages} lang={language} onClick={change}>
      {label}
    </Button>
  );
}
