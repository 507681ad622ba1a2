'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { dayOf } from '#domain/conference.ts';
import { useCommand } from '../../_live/use-command.ts';
import { Button } from '../../_ui/button.tsx';
import { Checkbox } from '../../_ui/checkbox.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { Notice } from '../../_ui/notice.tsx';
import { useEdited } from '../../_ui/use-edited.ts';
import { ConferenceForm, type ConferenceFields } from './conference-form.tsx';

const FORM_ID = 'create-conference';
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

function nextWeek(): ConferenceFields {
  const day = dayOf(Date.now() + WEEK_MS);
  return { name: '', organisation: '', startsOn: day, endsOn: day, helpPhone: '' };
}

/** Opens a round; whoever opens it states that nothing of it is a state secret. */
export function CreateConferenceButton() {
  const t = useTranslations('conference');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button tone="primary" icon={Plus} onClick={() => setIsOpen(true)}>
        {t('create')}
      </Button>
      {isOpen && <CreateConferenceDialog onClose={() => setIsOpen(false)} />}
    </>
  );
}

function CreateConferenceDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('conference');
  const tc = useTranslations('common');
  const router = useRouter();
  const create = useCommand('conference:create', 'account');
  const [fields, setFields] = useState(nextWeek);
  const isEdited = useEdited(fields);
  const [isConfirmed, setIsConfirmed] = useState(false);
  const [isSent, setIsSent] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsSent(true);
    if (!fields.name.trim() || !isConfirmed) return;
    const answer = await create.run({ ...fields, confirmsNoStateSecret: true });
    if (answer.ok) router.push(`/conferences/${answer.data.id}`);
  };
  const isLeaving = create.isBusy || create.progress.kind === 'done';
  return (
    <Dialog
      open
      onOpen={onClose}
      title={t('create')}
      isUnsaved={isEdited && !isLeaving}
      footer={
        <>
          <Button onClick={onClose}>{tc('cancel')}</Button>
          <Button type="submit" form={FORM_ID} tone="primary" state={isLeaving ? 'busy' : 'idle'}>
            {t('createSubmit')}
          </Button>
        </>
      }
    >
      <form id={FORM_ID} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <ConferenceForm value={fields} onValue={setFields} isSent={isSent} />
        <Notice tone="warn" title={t('secretTitle')}>
          {t('secretText')}
        </Notice>
        <Checkbox label={t('secretConfirm')} checked={isConfirmed} onChecked={setIsConfirmed} />
        {isSent && !isConfirmed && <Notice tone="danger">{t('secretMissing')}</Notice>}
        {create.failure && <Notice tone="danger">{create.failure}</Notice>}
      </form>
    </Dialog>
  );
}
