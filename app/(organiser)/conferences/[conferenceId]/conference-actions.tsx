'use client';

import { Archive, ArchiveRestore, Ellipsis, Pencil } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { formatDate } from '#domain/text/date-format.ts';
import { ChangedNotice } from '../../../_live/changed-notice.tsx';
import { useCommand } from '../../../_live/use-command.ts';
import { useDraft, type UseDraft } from '../../../_live/use-draft.ts';
import { Button, IconButton } from '../../../_ui/button.tsx';
import { ConfirmDialog } from '../../../_ui/confirm-dialog.tsx';
import { Dialog } from '../../../_ui/dialog.tsx';
import { Menu, MenuItem } from '../../../_ui/menu.tsx';
import { Notice } from '../../../_ui/notice.tsx';
import { useToast } from '../../../_ui/toast.tsx';
import { ConferenceForm, type ConferenceFields } from '../conference-form.tsx';

interface ConferenceActionsProps {
  conferenceId: string;
  fields: ConferenceFields;
  standing: 'AT_WORK' | 'ARCHIVED';
}

/** What an organiser does to the round as a whole. */
export function ConferenceActions({ conferenceId, fields, standing }: ConferenceActionsProps) {
  const t = useTranslations('conference');
  const router = useRouter();
  const notify = useToast();
  const archive = useCommand('conference:archive', 'account');
  const restore = useCommand('conference:restore', 'account');
  const [open, setOpen] = useState<'edit' | 'archive' | null>(null);
  const finish = (answer: { ok: boolean }, failure: string) => {
    if (answer.ok) router.refresh();
    else notify({ tone: 'danger', text: failure });
  };
  if (standing === 'ARCHIVED') {
    return (
      <Button
        icon={ArchiveRestore}
        state={restore.isBusy ? 'busy' : 'idle'}
        onClick={async () => finish(await restore.run({ conferenceId }), t('notDone'))}
      >
        {t('restore')}
      </Button>
    );
  }
  return (
    <>
      <Button icon={Pencil} onClick={() => setOpen('edit')}>
        {t('edit')}
      </Button>
      <Menu trigger={<IconButton icon={Ellipsis} label={t('more')} tone="secondary" />}>
        <MenuItem icon={Archive} onSelect={() => setOpen('archive')}>
          {t('archive')}
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={open === 'archive'}
        onOpen={() => setOpen(null)}
        title={t('archiveTitle')}
        confirmLabel={t('archive')}
        tone="primary"
        onConfirm={async () => finish(await archive.run({ conferenceId }), t('notDone'))}
      >
        {t('archiveText')}
      </ConfirmDialog>
      {open === 'edit' && (
        <EditDialog conferenceId={conferenceId} fields={fields} onClose={() => setOpen(null)} />
      )}
    </>
  );
}

const FORM_ID = 'edit-conference';

function EditDialog(props: {
  conferenceId: string;
  fields: ConferenceFields;
  onClose: () => void;
}) {
  const { conferenceId, onClose } = props;
  const t = useTranslations('conference');
  const tc = useTranslations('common');
  const router = useRouter();
  const update = useCommand('conference:update', 'account');
  const draft = useDraft(props.fields);
  const { fields, setFields } = draft;
  const changes = useTheirs(draft);
  const [isSent, setIsSent] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsSent(true);
    if (!fields.name.trim()) return;
    const answer = await update.run({ conferenceId, ...fields, expected: draft.seen });
    if (answer.ok || answer.code === 'CONFLICT') router.refresh();
    if (answer.ok) onClose();
  };
  return (
    <Dialog
      open
      onOpen={onClose}
      title={t('edit')}
      isUnsaved={draft.isUnsaved}
      footer={
        <>
          <Button onClick={onClose}>{tc('cancel')}</Button>
          <Button
            type="submit"
            form={FORM_ID}
            tone="primary"
            state={update.isBusy ? 'busy' : 'idle'}
          >
            {tc('save')}
          </Button>
        </>
      }
    >
      <form id={FORM_ID} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <ConferenceForm value={fields} onValue={setFields} isSent={isSent} />
        <ChangedNotice changes={changes} />
        {update.failure && changes.length === 0 && <Notice tone="danger">{update.failure}</Notice>}
      </form>
    </Dialog>
  );
}

/** What somebody else changed in the round meanwhile, in words. */
function useTheirs({ theirs, seen }: UseDraft<ConferenceFields>) {
  const t = useTranslations('conference');
  const day = (text: string) => formatDate(Date.parse(`${text}T12:00:00+07:00`));
  const shown = { ...seen, startsOn: day(seen.startsOn), endsOn: day(seen.endsOn) };
  return theirs.map((name) => ({ label: t(name), value: shown[name] }));
}
