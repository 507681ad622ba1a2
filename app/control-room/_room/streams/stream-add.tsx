'use client';

import { RadioTower } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { STREAM_KINDS, type StreamKind } from '#domain/programme.ts';
import { useCommand } from '../../../_live/use-command.ts';
import { Button } from '../../../_ui/button.tsx';
import { Dialog } from '../../../_ui/dialog.tsx';
import { Select } from '../../../_ui/select.tsx';
import { TextField } from '../../../_ui/text-field.tsx';
import { useRoomParts } from '../room-context.tsx';
import { StreamAddress } from './stream-address.tsx';

/** Expects a signal from outside, and shows where it is to be sent. */
export function StreamAddButton() {
  const t = useTranslations('control-room.streams');
  const [isOpen, setIsOpen] = useState(false);
  const [added, setAdded] = useState<{ sourceId: string; name: string } | null>(null);
  return (
    <>
      <Button size="small" icon={RadioTower} onClick={() => setIsOpen(true)}>
        {t('add')}
      </Button>
      <Dialog open={isOpen} onOpen={setIsOpen} title={t('add')} description={t('addText')}>
        <StreamForm
          onAdded={(stream) => {
            setIsOpen(false);
            setAdded(stream);
          }}
        />
      </Dialog>
      {added && <StreamAddress {...added} open onOpen={() => setAdded(null)} />}
    </>
  );
}

function StreamForm(props: { onAdded: (added: { sourceId: string; name: string }) => void }) {
  const t = useTranslations('control-room.streams');
  const { sessionId } = useRoomParts();
  const { run, progress, isBusy } = useCommand('input:add-stream');
  const [kind, setKind] = useState<StreamKind>('RTMP');
  const [name, setName] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const named = name.trim() || t('nameExample');
    const answer = await run({ sessionId, kind, name: named });
    if (answer.ok) props.onAdded({ sourceId: answer.data.sourceId, name: named });
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3" noValidate>
      <Select
        label={t('kind')}
        options={STREAM_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        value={kind}
        onValue={setKind}
      />
      <TextField
        label={t('name')}
        placeholder={t('nameExample')}
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {progress.kind === 'failed' && (
        <p role="alert" className="text-sm text-danger-ink">
          {progress.text}
        </p>
      )}
      <Button type="submit" tone="primary" state={isBusy ? 'busy' : 'idle'}>
        {t('create')}
      </Button>
    </form>
  );
}
