'use client';

import {
  CircleUser,
  LogIn,
  LogOut,
  MonitorSmartphone,
  Moon,
  Sun,
  SunMoon,
  UserRoundCog,
} from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { sendOverHttp } from '../_live/http-command.ts';
import { buttonClass } from './button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLink, MenuSeparator } from './menu.tsx';
import {
  LANGUAGE_COOKIE,
  LANGUAGES,
  languageOf,
  storePreference,
  THEME_COOKIE,
  THEMES,
  type Language,
  type Theme,
} from './preferences.ts';
import { useToast } from './toast.tsx';

export type Reader =
  | { kind: 'account'; name: string; note: string }
  | { kind: 'device'; name: string; note: string }
  | { kind: 'nobody' };

const THEME_ICONS = { system: SunMoon, light: Sun, dark: Moon };

/** Who one is here, the language, the theme, the way out. */
export function AccountMenu({ reader, theme }: { reader: Reader; theme: Theme }) {
  const t = useTranslations('common.account');
  const Icon = reader.kind === 'device' ? MonitorSmartphone : CircleUser;
  const name = reader.kind === 'nobody' ? null : reader.name;
  return (
    <Menu
      trigger={
        <button type="button" className={buttonClass({ tone: 'quiet' }, 'max-w-72 px-2!')}>
          <Icon aria-hidden className="size-5 shrink-0" />
          {name && <span className="truncate max-sm:hidden">{name}</span>}
          <span className="sr-only">{t('menu')}</span>
        </button>
      }
    >
      {reader.kind !== 'nobody' && (
        <div className="px-3 py-2">
          <p className="text-base font-semibold">{reader.name}</p>
          <p className="text-sm text-ink-3">{reader.note}</p>
        </div>
      )}
      {reader.kind !== 'nobody' && <MenuSeparator />}
      <LanguageChoice />
      <ThemeChoice theme={theme} />
      <MenuSeparator />
      {reader.kind === 'account' ? (
        <>
          <MenuLink icon={UserRoundCog} href="/account">
            {t('own')}
          </MenuLink>
          <SignOutItem />
        </>
      ) : (
        <MenuLink icon={LogIn} href="/login">
          {t('signIn')}
        </MenuLink>
      )}
    </Menu>
  );
}

function LanguageChoice() {
  const t = useTranslations('common.account');
  const language = languageOf(useLocale());
  const router = useRouter();
  const choose = (next: Language) => {
    storePreference(LANGUAGE_COOKIE, next);
    router.refresh();
  };
  return (
    <MenuChoice
      label={t('language')}
      value={language}
      options={LANGUAGES.map((value) => ({ value, label: t(value) }))}
      onValue={choose}
    />
  );
}

function ThemeChoice({ theme: initial }: { theme: Theme }) {
  const t = useTranslations('common.account');
  const [theme, setTheme] = useState(initial);
  const choose = (next: Theme) => {
    storePreference(THEME_COOKIE, next);
    document.documentElement.dataset['theme'] = next;
    setTheme(next);
  };
  return (
    <MenuChoice
      label={t('theme')}
      value={theme}
      options={THEMES.map((value) => ({ value, label: t(value), icon: THEME_ICONS[value] }))}
      onValue={choose}
    />
  );
}

function SignOutItem() {
  const t = useTranslations('common.account');
  const notify = useToast();
  const signOut = async () => {
    const answer = await sendOverHttp('account:sign-out', {}, { as: 'account' });
    // A full load: nothing of the account stays in the memory of the page.
    if (answer.ok) window.location.assign('/');
    else notify({ tone: 'danger', text: t('signOutFailed') });
  };
  return (
    <MenuItem icon={LogOut} onSelect={signOut}>
      {t('signOut')}
    </MenuItem>
  );
}
