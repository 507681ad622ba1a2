'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState, type FormEvent } from 'react';
import { passwordProblem, type PasswordProblem } from '../_entry/password-rule.ts';
import { useCommand } from '../_live/use-command.ts';
import { Button } from '../_ui/button.tsx';
import { Notice } from '../_ui/notice.tsx';
import { PasswordField } from '../_ui/text-field.tsx';

/** A new password for the account that is signed in; its other sign-ins end. */
export function PasswordForm() {
  const t = useTranslations('entry');
  const form = useRef<HTMLFormElement>(null);
  const change = useCommand('account:change-password', 'account');
  const [problem, setProblem] = useState<PasswordProblem | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const text = (name: string) => String(typed.get(name) ?? '');
    const found = passwordProblem(text('new'), text('repeated'));
    setProblem(found);
    if (found || change.isBusy) return;
    const answer = await change.run({
      currentPassword: text('current'),
      newPassword: text('new'),
    });
    if (answer.ok) form.current?.reset();
  };
  return (
    <form
      ref={form}
      method="post"
      onSubmit={submit}
      noValidate
      className="flex max-w-md flex-col gap-4"
    >
      {change.failure && <Notice tone="danger">{change.failure}</Notice>}
      {change.progress.kind === 'done' && <Notice tone="ok">{t('passwordChanged')}</Notice>}
      <PasswordField
        label={t('currentPassword')}
        name="current"
        autoComplete="current-password"
        required
      />
      <PasswordField
        label={t('newPassword')}
        hint={t('passwordHint')}
        error={problem?.kind === 'short' ? t('passwordShort', { missing: problem.missing }) : null}
        name="new"
        autoComplete="new-password"
      />
      <PasswordField
        label={t('repeatPassword')}
        error={problem?.kind === 'differs' ? t('passwordDiffers') : null}
        name="repeated"
        autoComplete="new-password"
      />
      <Button
        type="submit"
        tone="primary"
        state={change.isBusy ? 'busy' : 'idle'}
        className="self-start"
      >
        {t('changePassword')}
      </Button>
    </form>
  );
}
