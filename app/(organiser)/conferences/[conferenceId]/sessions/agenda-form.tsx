'use client';

import { useTranslations } from 'next-intl';
import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { AGENDA_KINDS } from '#contract/conference.ts';
import { ChangedNotice } from '../../../../_live/changed-notice.tsx';
import { useDraft, type UseDraft } from '../../../../_live/use-draft.ts';
import { Button } from '../../../../_ui/button.tsx';
import { Select } from '../../../../_ui/select.tsx';
import { TextField } from '../../../../_ui/text-field.tsx';
import type { AgendaFields } from './session-view.ts';

interface AgendaFormProps {
  /** As it is stored: others may change it while the form is open. */
  value: AgendaFields;
  /** `seen` is what the form was written on top of. */
  onSave: (fields: AgendaFields, seen: AgendaFields) => Promise<boolean>;
  onClose: () => void;
}

type TypedFields = Omit<AgendaFields, 'durationMinutes'> & { minutes: string };

/** One item of the agenda in its own row: Enter stores it, Escape leaves it as it was. */
export function AgendaForm({ value, onSave, onClose }: AgendaFormProps) {
  const t = useTranslations('conference.agenda');
  const tc = useTranslations('common');
  const { kind, title, speaker } = value;
  const draft = useDraft({ kind, title, speaker, minutes: String(value.durationMinutes) });
  const { fields, setFields } = draft;
  const changes = useTheirs(draft);
  const [isBusy, setIsBusy] = useState(false);
  const [isAsked, setIsAsked] = useState(false);
  const durationMinutes = Number(fields.minutes);
  const isMinutesRight =
    Number.isInteger(durationMinutes) && durationMinutes >= 1 && durationMinutes <= 600;
  const hasTitle = fields.title.trim() !== '';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsAsked(true);
    if (!hasTitle || !isMinutesRight || isBusy) return;
    setIsBusy(true);
    const isStored = await onSave(inputOf(fields), inputOf(draft.seen));
    setIsBusy(false);
    if (isStored) onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  return (
    <form
      onSubmit={submit}
      onKeyDown={onKeyDown}
      noValidate
      className="grid grid-cols-1 gap-3 bg-hover px-4 py-3 sm:grid-cols-[11rem_minmax(0,1fr)_7rem] sm:px-5"
    >
      <Select
        label={t('kindLabel')}
        options={AGENDA_KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        value={fields.kind}
        onValue={(kind) => setFields({ ...fields, kind })}
      />
      <TextField
        label={t('titleLabel')}
        value={fields.title}
        maxLength={500}
        autoFocus
        error={isAsked && !hasTitle ? t('titleMissing') : null}
        onChange={(event) => setFields({ ...fields, title: event.target.value })}
      />
      <TextField
        label={t('minutes')}
        value={fields.minutes}
        inputMode="numeric"
        error={isAsked && !isMinutesRight ? t('minutesWrong') : null}
        onChange={(event) => setFields({ ...fields, minutes: event.target.value })}
      />
      <TextField
        className="sm:col-span-2"
        label={t('speaker')}
        value={fields.speaker}
        maxLength={300}
        onChange={(event) => setFields({ ...fields, speaker: event.target.value })}
      />
      {changes.length > 0 && (
        <div className="sm:col-span-3">
          <ChangedNotice changes={changes} />
        </div>
      )}
      <div className="flex items-end justify-end gap-2 sm:col-span-3">
        <Button size="small" onClick={onClose}>
          {tc('cancel')}
        </Button>
        <Button size="small" type="submit" tone="primary" state={isBusy ? 'busy' : 'idle'}>
          {tc('save')}
        </Button>
      </div>
    </form>
  );
}

function inputOf({ minutes, ...fields }: TypedFields): AgendaFields {
  return { ...fields, durationMinutes: Number(minutes) };
}

/** What somebody else changed in the item meanwhile, in words. */
function useTheirs({ theirs, seen }: UseDraft<TypedFields>) {
  const t = useTranslations('conference.agenda');
  const labels = {
    kind: 'kindLabel',
    title: 'titleLabel',
    speaker: 'speaker',
    minutes: 'minutes',
  } as const;
  const shown = { ...seen, kind: t(`kind.${seen.kind}`) };
  return theirs.map((name) => ({ label: t(labels[name]), value: shown[name] }));
}
