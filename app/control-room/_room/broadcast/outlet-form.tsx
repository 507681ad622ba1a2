'use client';

import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { addressFault, OUTLET_KINDS, type OutletKind } from '#domain/broadcast.ts';
import { useCommand } from '../../../_live/use-command.ts';
import { Button } from '../../../_ui/button.tsx';
import { Notice } from '../../../_ui/notice.tsx';
import { Select } from '../../../_ui/select.tsx';
import { TextField } from '../../../_ui/text-field.tsx';
import { SendingFields, type Sending } from './sending-fields.tsx';

interface OutletFormProps {
  sessionId: string;
  onDone: () => void;
}

const EXAMPLES = {
  RTMP: 'rtmp://live.example.vn/app/khoa',
  SRT: 'srt://203.0.113.5:9000?passphrase=…',
} as const;

/** Another way for the signal. What is wrong with its address is said beside it, before it is sent. */
export function OutletForm({ sessionId, onDone }: OutletFormProps) {
  const t = useTranslations('control-room.broadcast.form');
  const kindNames = useTranslations('control-room.broadcast.outlets.kind');
  const { run, progress, isBusy, reset } = useCommand('outlet:add');
  const [kind, setKind] = useState<OutletKind>('RTMP');
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [sending, setSending] = useState<Sending>({ signalKind: 'WORDED', delaySeconds: 0 });
  const [isChecked, setIsChecked] = useState(false);
  const given = kind === 'RECORDING' ? null : address.trim();
  const fault = addressFault(kind, given);
  const refused = progress.kind === 'failed' ? progress : null;
  const isAddressRefused = refused?.code === 'WRONG_ADDRESS';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsChecked(true);
    if (fault !== null) return;
    const named = name.trim() || kindNames(kind);
    if ((await run({ sessionId, kind, name: named, address: given, ...sending })).ok) onDone();
  };
  return (
    <form
      onSubmit={(event) => void submit(event)}
      aria-label={t('title')}
      className="flex flex-col gap-3 rounded-md border border-line-strong p-3"
      noValidate
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label={t('kind')}
          hint={t(`hint.${kind}`)}
          options={OUTLET_KINDS.map((value) => ({ value, label: kindNames(value) }))}
          value={kind}
          onValue={setKind}
        />
        <TextField
          label={t('name')}
          value={name}
          maxLength={80}
          placeholder={kindNames(kind)}
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      {kind !== 'RECORDING' && (
        <TextField
          label={t('address')}
          value={address}
          maxLength={2_000}
          placeholder={EXAMPLES[kind]}
          autoComplete="off"
          spellCheck={false}
          inputMode="url"
          hint={t('keyHint')}
          error={
            isChecked && fault !== null
              ? t(`fault.${fault}`, { example: EXAMPLES[kind] })
              : isAddressRefused
                ? refused.text
                : null
          }
          onChange={(event) => {
            setAddress(event.target.value);
            reset();
          }}
        />
      )}
      <SendingFields kind={kind} value={sending} onValue={setSending} />
      {refused && !isAddressRefused && <Notice tone="danger">{refused.text}</Notice>}
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onDone} disabled={isBusy}>
          {t('cancel')}
        </Button>
        <Button size="small" tone="primary" type="submit" state={isBusy ? 'busy' : 'idle'}>
          {t('add')}
        </Button>
      </div>
    </form>
  );
}
