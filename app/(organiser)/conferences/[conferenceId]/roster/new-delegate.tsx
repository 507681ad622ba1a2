'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCommand } from '../../../../_live/use-command.ts';
import { Button } from '../../../../_ui/button.tsx';
import { Dialog } from '../../../../_ui/dialog.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { TextField } from '../../../../_ui/text-field.tsx';
import { useToast } from '../../../../_ui/toast.tsx';
import { useEdited } from '../../../../_ui/use-edited.ts';
import { DelegateForm, type DelegateFields } from './delegate-form.tsx';
import type { RosterChoices } from './roster-choices.ts';

interface NewDelegateDialogProps {
  choices: RosterChoices;
  /** The hall that the list is filtered by. */
  siteId: string | null;
  onClose: () => void;
  onMade: (delegateId: string) => void;
}

const NOBODY: DelegateFields = {
  siteId: null,
  unitId: null,
  categoryName: '',
  fullName: '',
  position: '',
  phone: '',
  birthYear: null,
  seat: '',
  note: '',
};

/** One more person on the summons list. */
export function NewDelegateDialog({ choices, siteId, onClose, onMade }: NewDelegateDialogProps) {
  const t = useTranslations('roster');
  const tc = useTranslations('common');
  const notify = useToast();
  const create = useCommand('delegate:create', 'account');
  const [fields, setFields] = useState<DelegateFields>({ ...NOBODY, siteId });
  const [rosterCode, setRosterCode] = useState('');
  const isEdited = useEdited([fields, rosterCode]);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async () => {
    if (!fields.fullName.trim() || fields.siteId === null) return setProblem(t('nameAndSite'));
    setProblem(null);
    const answer = await create.run({ ...fields, siteId: fields.siteId, rosterCode });
    if (!answer.ok) return;
    notify({
      tone: 'ok',
      text: t('made', { name: fields.fullName, code: answer.data.rosterCode }),
    });
    onClose();
    onMade(answer.data.id);
  };
  return (
    <Dialog
      open
      onOpen={onClose}
      title={t('add')}
      shape="sheet"
      isUnsaved={isEdited}
      footer={
        <>
          <Button onClick={onClose}>{tc('cancel')}</Button>
          <Button
            type="submit"
            form="new-delegate"
            tone="primary"
            state={create.isBusy ? 'busy' : 'idle'}
          >
            {t('add')}
          </Button>
        </>
      }
    >
      <DelegateForm
        id="new-delegate"
        value={fields}
        onValue={setFields}
        onSubmit={submit}
        choices={choices}
      >
        <TextField
          label={t('code')}
          hint={t('codeHint')}
          maxLength={60}
          value={rosterCode}
          onChange={(event) => setRosterCode(event.target.value)}
        />
        {(problem ?? create.failure) && <Notice tone="danger">{problem ?? create.failure}</Notice>}
      </DelegateForm>
    </Dialog>
  );
}
