'use client';

import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { HeldEvents } from '../_entry/held-events.tsx';
import { useHeldEvents } from '../_entry/use-held-events.ts';
import { useCommand } from '../_live/use-command.ts';
import { Button } from '../_ui/button.tsx';
import { DEVICE_PLACES } from '../_ui/device-places.ts';
import { Notice } from '../_ui/notice.tsx';
import { TextField } from '../_ui/text-field.tsx';
import { formatSiteCode, SITE_CODE_LENGTH, siteCodeOf } from './site-code.ts';

/** Types the code of the organisers' message and becomes a device of that hall. */
export function CodeForm() {
  const t = useTranslations('entry');
  const enrol = useCommand('device:enrol', 'device');
  const [code, setCode] = useState('');
  const [label, setLabel] = useState('');
  const held = useHeldEvents();
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const missing = SITE_CODE_LENGTH - code.length;
    setProblem(missing > 0 ? t('codeShort', { missing }) : null);
    if (missing > 0 || enrol.isBusy) return;
    const secret = { kind: 'CODE' as const, code: formatSiteCode(code) };
    const answer = await enrol.run({ secret, label, ...(await held.claim()) });
    if (!answer.ok) return;
    await held.enrolled(answer.data);
    window.location.assign(DEVICE_PLACES[answer.data.deviceKind]);
  };
  const isLeaving = enrol.progress.kind === 'done';
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <HeldEvents held={held} />
      {enrol.failure && <Notice tone="danger">{enrol.failure}</Notice>}
      <TextField
        label={t('code')}
        size="large"
        value={formatSiteCode(code)}
        error={problem}
        onChange={(event) => setCode(siteCodeOf(event.target.value))}
        placeholder="XXXXX-XXXXX"
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        autoFocus
      />
      <TextField
        label={t('deviceLabel')}
        hint={t('deviceLabelHint')}
        value={label}
        maxLength={80}
        onChange={(event) => setLabel(event.target.value)}
      />
      <Button
        type="submit"
        tone="primary"
        size="large"
        state={enrol.isBusy || isLeaving ? 'busy' : 'idle'}
        className="mt-2 w-full"
      >
        {t('join')}
      </Button>
    </form>
  );
}
