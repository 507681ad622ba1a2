'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { useCommand } from '../_live/use-command.ts';
import { Button } from '../_ui/button.tsx';
import { Dialog } from '../_ui/dialog.tsx';
import { Notice } from '../_ui/notice.tsx';
import { TextField } from '../_ui/text-field.tsx';
import { useEdited } from '../_ui/use-edited.ts';
import type { ScopeChoices, ShownLink } from './account-view.ts';
import { newDraft, toInputs } from './grant-draft.ts';
import { GrantEditor } from './grant-editor.tsx';

interface CreateAccountDialogProps {
  scopes: ScopeChoices;
  onClose: () => void;
  onCreated: (accountId: string, link: ShownLink | null) => void;
}

const FORM_ID = 'create-account';
const NAME_MAX_LENGTH = 120;

/** A person's name and roles; the window after it shows the one-time link. */
export function CreateAccountDialog({ scopes, onClose, onCreated }: CreateAccountDialogProps) {
  const t = useTranslations('accounts');
  const tc = useTranslations('common');
  const router = useRouter();
  const create = useCommand('account:create', 'account');
  const readLink = useCommand('account:one-time-link', 'account');
  const [name, setName] = useState('');
  const [drafts, setDrafts] = useState(() => [newDraft('ORGANISER')]);
  const isEdited = useEdited([name, drafts]);
  const [check, setCheck] = useState<'no' | 'missing'>('no');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const grants = toInputs(drafts);
    setCheck('missing');
    if (grants === null || name.trim() === '' || create.isBusy) return;
    const answer = await create.run({ name, grants });
    if (!answer.ok) return;
    const { accountId } = answer.data;
    const shown = await readLink.run({ accountId });
    router.refresh();
    onCreated(accountId, shown.ok ? shown.data : null);
  };
  return (
    <Dialog
      open
      onOpen={onClose}
      shape="sheet"
      isUnsaved={isEdited}
      title={t('create')}
      description={t('createText')}
      footer={
        <>
          <Button onClick={onClose}>{tc('cancel')}</Button>
          <Button
            type="submit"
            form={FORM_ID}
            tone="primary"
            state={create.isBusy ? 'busy' : 'idle'}
          >
            {t('createDo')}
          </Button>
        </>
      }
    >
      <form id={FORM_ID} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <TextField
          label={t('name')}
          hint={t('nameHint')}
          value={name}
          maxLength={NAME_MAX_LENGTH}
          autoFocus
          onChange={(event) => setName(event.target.value)}
          error={check === 'missing' && name.trim() === '' ? t('nameMissing') : null}
        />
        <GrantEditor drafts={drafts} onDrafts={setDrafts} scopes={scopes} check={check} />
        {create.failure && <Notice tone="danger">{create.failure}</Notice>}
      </form>
    </Dialog>
  );
}
