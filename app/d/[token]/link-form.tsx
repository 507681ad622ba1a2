'use client';

import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { HeldEvents } from '../../_entry/held-events.tsx';
import { useHeldEvents } from '../../_entry/use-held-events.ts';
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
  const held = useHeldEvents();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (enrol.isBusy) return;
    const secret = { kind: 'LINK' as const, token };
    const answer = await enrol.run({ secret, label, ...(await held.claim()) });
    if (!answer.ok) return;
    await held.enrolled(answer.data);
    // `replace`: the way back must not lead to a link that has done its work.
    window.location.replace(DEVICE_PLACES[answer.data.deviceKind]);
  };
  const isLeaving = enrol.progress.kind === 'done';
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <HeldEvents held={held} />
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
