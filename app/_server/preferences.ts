import { cookies } from 'next/headers';
import {
  LANGUAGE_COOKIE,
  LANGUAGES,
  THEME_COOKIE,
  THEMES,
  type Language,
  type Theme,
} from '../_ui/preferences.ts';

/** The reader's language from the cookie; Vietnamese when there is none or it is unknown. */
export async function readLanguage(): Promise<Language> {
  const value = (await cookies()).get(LANGUAGE_COOKIE)?.value;
  return LANGUAGES.find((language) => language === value) ?? 'vi';
}

/** The reader's theme from the cookie; `system` follows the device. */
export async function readTheme(): Promise<Theme> {
  const value = (await cookies()).get(THEME_COOKIE)?.value;
  return THEMES.find((theme) => theme === value) ?? 'system';
}
