'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { OutletState } from '#contract/broadcast.ts';
import { Button } from '../../../_ui/button.tsx';
import { SendingFields } from './sending-fields.tsx';
import { useBroadcastCommand } from './use-broadcast.ts';

/** What an outlet is sent, changed after it was added. One that is on begins anew, which is said first. */
export function OutletSending({ outlet, onDone }: { outlet: OutletState; onDone: () => void }) {
  const t = useTranslations('control-room.broadcast.sending');
  const form = useTranslations('control-room.broadcast.form');
  const { outletId, kind, name, isOn, signalKind, delaySeconds } = outlet;
  const [value, setValue] = useState({ signalKind, delaySeconds });
  const configure = useBroadcastCommand('outlet:configure');
  const isChanged = value.signalKind !== signalKind || value.delaySeconds !== delaySeconds;
  const save = async () => {
    if (!isChanged || (await configure.send({ outletId, ...value }))) onDone();
  };
  return (
    <section
      aria-label={t('titleNamed', { name })}
      className="mt-1 flex flex-col gap-3 border-t border-line pt-2"
    >
      <SendingFields kind={kind} value={value} onValue={setValue} />
      {isOn && isChanged && <p className="text-sm text-warn-ink">{t('beginsAnew')}</p>}
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onDone}>
          {form('cancel')}
        </Button>
        <Button size="small" tone="primary" state={configure.state} onClick={() => void save()}>
          {t('save')}
        </Button>
      </div>
    </section>
  );
}
