export const LANGUAGES = ['vi', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export const LANGUAGE_COOKIE = 'dc_locale';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const THEME_COOKIE = 'dc_theme';

/** The tag given to `Intl`: British English, so that dates stay dd/MM/yyyy in both languages. */
export const INTL_TAGS: Record<Language, string> = { vi: 'vi', en: 'en-GB' };

/** The catalogue language behind an `Intl` tag such as `en-GB`. */
export function languageOf(tag: string): Language {
  return tag.startsWith('en') ? 'en' : 'vi';
}

const YEAR_SECONDS = 365 * 24 * 3600;

/** Stores a preference of this browser; not a secret, read by the server when it renders. */
export function storePreference(
  cookie: typeof LANGUAGE_COOKIE | typeof THEME_COOKIE,
  value: string,
) {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `${cookie}=${value}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
}
