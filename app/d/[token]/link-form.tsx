'use client';

import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { useCommand } from '../../_live/use-command.ts';
import { Button } from '../../_ui/button.tsx';
import { DEVICE_PLACES } from '../../_ui/device-places.ts';
import { Notice } from '../../_ui/notice.tsx';
import { TextField } from '../../_ui/text-field.tsx';

/**
 * Makes this browser a device of the hall. A press, not the mere opening: messengers open links by
 * themselves to draw a preview, and each opening would enrol one more device.
 */
export function LinkForm({ token }: { token: string }) {
  const t = useTranslations('entry');
  const enrol = useCommand('device:enrol', 'device');
  const [label, setLabel] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (enrol.isBusy) return;
    const answer = await enrol.run({ secret: { kind: 'LINK', token }, label });
    // `replace`: the way back must not lead to a link that has done its work.
    if (answer.ok) window.location.replace(DEVICE_PLACES[answer.data.deviceKind]);
  };
  const isLeaving = enrol.progress.kind === 'done';
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      {enrol.failure && <Notice tone="danger">{enrol.failure}</Notice>}
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
        className="w-full"
      >
        {t('join')}
      </Button>
    </form>
  );
}
