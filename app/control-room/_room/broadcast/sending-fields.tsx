'use client';

import { useTranslations } from 'next-intl';
import { SIGNAL_KINDS, type OutletKind, type SignalKind } from '#domain/broadcast.ts';
import { Select } from '../../../_ui/select.tsx';
import { DelaySelect } from './delay-select.tsx';

/** What an outlet is sent, and how late. */
export interface Sending {
  signalKind: SignalKind;
  delaySeconds: number;
}

interface SendingFieldsProps {
  kind: OutletKind;
  value: Sending;
  onValue: (value: Sending) => void;
}

export function SendingFields({ kind, value, onValue }: SendingFieldsProps) {
  const t = useTranslations('control-room.broadcast.sending');
  const { signalKind, delaySeconds } = value;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Select
        label={t('picture')}
        hint={t(`pictureHint.${signalKind}`)}
        options={SIGNAL_KINDS.map((one) => ({ value: one, label: t(`signalKind.${one}`) }))}
        value={signalKind}
        onValue={(next) => onValue({ ...value, signalKind: next })}
      />
      {kind !== 'RECORDING' && (
        <DelaySelect
          label={t('delay')}
          hint={t('delayHint')}
          seconds={delaySeconds}
          onSeconds={(seconds) => onValue({ ...value, delaySeconds: seconds })}
        />
      )}
    </div>
  );
}
