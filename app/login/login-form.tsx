'use client';

import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { useCommand } from '../_live/use-command.ts';
import { Button } from '../_ui/button.tsx';
import { Notice } from '../_ui/notice.tsx';
import { PasswordField, TextField } from '../_ui/text-field.tsx';

/** User name and password. Afterwards the whole page is loaded anew, as the one who signed in. */
export function LoginForm({ nextPath }: { nextPath: string }) {
  const t = useTranslations('entry');
  const signIn = useCommand('account:sign-in', 'account');
  const [missing, setMissing] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const username = String(form.get('username')).trim();
    const password = String(form.get('password'));
    setMissing(!username || !password);
    if (!username || !password || signIn.isBusy) return;
    const answer = await signIn.run({ username, password });
    if (answer.ok) window.location.assign(nextPath);
  };
  const isLeaving = signIn.progress.kind === 'done';
  const problem = missing ? t('signInFirst') : signInProblem(signIn, t('signInFirst'));
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      {problem && <Notice tone="danger">{problem}</Notice>}
      <TextField
        label={t('username')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
      />
      <PasswordField label={t('password')} name="password" autoComplete="current-password" />
      <Button
        type="submit"
        tone="primary"
        state={signIn.isBusy || isLeaving ? 'busy' : 'idle'}
        className="mt-2 w-full"
      >
        {t('signIn')}
      </Button>
      <p className="text-sm text-ink-3">{t('forgotten')}</p>
    </form>
  );
}

/** A user name of a shape that no account has is a wrong user name, not a wrong form. */
function signInProblem(
  { progress }: ReturnType<typeof useCommand<'account:sign-in'>>,
  shapeText: string,
): string | null {
  if (progress.kind !== 'failed') return null;
  return progress.code === 'INVALID_INPUT' ? shapeText : progress.text;
}
