'use client';

import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { passwordProblem } from '../../_entry/password-rule.ts';
import { useCommand } from '../../_live/use-command.ts';
import { Button } from '../../_ui/button.tsx';
import { Notice } from '../../_ui/notice.tsx';
import { PasswordField, TextField } from '../../_ui/text-field.tsx';

const USERNAME = /^[a-z0-9][a-z0-9._-]{2,59}$/;

interface SetupInput {
  name: string;
  username: string;
  password: string;
  repeated: string;
}
type Problems = Partial<Record<keyof SetupInput, string>>;
type Translate = ReturnType<typeof useTranslations<'entry'>>;

/** The first administrator and every invited account choose their name and password here, once. */
export function SetupForm({ token }: { token: string }) {
  const t = useTranslations('entry');
  const accept = useCommand('account:accept-link', 'account');
  const [problems, setProblems] = useState<Problems>({});
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const input = readInput(new FormData(event.currentTarget));
    const found = problemsOf(input, t);
    setProblems(found);
    if (Object.keys(found).length > 0 || accept.isBusy) return;
    const { name, username, password } = input;
    const answer = await accept.run({ token, name, username, password });
    if (answer.ok) window.location.assign('/');
  };
  const isLeaving = accept.progress.kind === 'done';
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      {accept.failure && <Notice tone="danger">{accept.failure}</Notice>}
      <TextField
        label={t('displayName')}
        hint={t('displayNameHint')}
        error={problems.name}
        name="name"
        autoComplete="name"
        autoFocus
      />
      <TextField
        label={t('username')}
        hint={t('usernameHint')}
        error={problems.username}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordField
        label={t('newPassword')}
        hint={t('passwordHint')}
        error={problems.password}
        name="password"
        autoComplete="new-password"
      />
      <PasswordField
        label={t('repeatPassword')}
        error={problems.repeated}
        name="repeated"
        autoComplete="new-password"
      />
      <Button
        type="submit"
        tone="primary"
        state={accept.isBusy || isLeaving ? 'busy' : 'idle'}
        className="mt-2 w-full"
      >
        {t('finishSetup')}
      </Button>
    </form>
  );
}

function readInput(form: FormData): SetupInput {
  const text = (name: keyof SetupInput) => String(form.get(name) ?? '');
  return {
    name: text('name').trim(),
    username: text('username').trim().toLowerCase(),
    password: text('password'),
    repeated: text('repeated'),
  };
}

function problemsOf({ name, username, password, repeated }: SetupInput, t: Translate): Problems {
  const problems: Problems = {};
  if (!name) problems.name = t('nameMissing');
  if (!USERNAME.test(username)) problems.username = t('usernameWrong');
  const problem = passwordProblem(password, repeated);
  if (problem?.kind === 'short') {
    problems.password = t('passwordShort', { missing: problem.missing });
  } else if (problem) problems.repeated = t('passwordDiffers');
  return problems;
}
