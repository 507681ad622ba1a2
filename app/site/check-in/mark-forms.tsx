'use client';

import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { Button } from '../../_ui/button.tsx';
import { TextField } from '../../_ui/text-field.tsx';

const REASONS = ['reasonSick', 'reasonDuty', 'reasonFamily', 'reasonStudy'] as const;

/** Why somebody is excused: one press for the usual reasons, or a line of text, or nothing. */
export function ExcusedForm({ onSubmit }: { onSubmit: (reason: string) => void }) {
  const t = useTranslations('door');
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(reason.trim());
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4" aria-label={t('excusedTitle')}>
      <div className="grid grid-cols-2 gap-3">
        {REASONS.map((key) => (
          <Button key={key} size="large" className="px-2!" onClick={() => onSubmit(t(key))}>
            {t(key)}
          </Button>
        ))}
      </div>
      <TextField
        size="large"
        label={t('reason')}
        hint={t('optional')}
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button type="submit" tone="primary" size="large" icon={Check}>
        {t('confirmExcused')}
      </Button>
    </form>
  );
}

export interface PersonDetail {
  personName: string;
  position: string;
  unitName: string;
}

interface PersonFormProps {
  label: string;
  submitLabel: string;
  fields: readonly ('position' | 'unitName')[];
  onSubmit: (detail: PersonDetail) => void;
}

/** Who came instead of a delegate. */
export function SubstituteForm({ onSubmit }: { onSubmit: (detail: PersonDetail) => void }) {
  const t = useTranslations('door');
  return (
    <PersonForm
      label={t('substituteTitle')}
      submitLabel={t('confirmSubstitute')}
      fields={['position']}
      onSubmit={onSubmit}
    />
  );
}

/** The name of a person who is not on the list, and what else is known. */
export function PersonForm({ label, submitLabel, fields, onSubmit }: PersonFormProps) {
  const t = useTranslations('door');
  const [detail, setDetail] = useState<PersonDetail>({
    personName: '',
    position: '',
    unitName: '',
  });
  const [isAsked, setIsAsked] = useState(false);
  const isNamed = detail.personName.trim() !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsAsked(true);
    if (isNamed) onSubmit(detail);
  };
  const labels = { position: t('position'), unitName: t('unit') };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4" aria-label={label} noValidate>
      <TextField
        size="large"
        label={t('personName')}
        error={isAsked && !isNamed ? t('personNameMissing') : null}
        maxLength={120}
        autoFocus
        value={detail.personName}
        onChange={(event) => setDetail({ ...detail, personName: event.target.value })}
      />
      {fields.map((field) => (
        <TextField
          key={field}
          size="large"
          label={labels[field]}
          hint={t('optional')}
          maxLength={200}
          value={detail[field]}
          onChange={(event) => setDetail({ ...detail, [field]: event.target.value })}
        />
      ))}
      <Button type="submit" tone="primary" size="large" icon={Check}>
        {submitLabel}
      </Button>
    </form>
  );
}
