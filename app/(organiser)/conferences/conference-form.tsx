'use client';

import { useTranslations } from 'next-intl';
import { TextField } from '../../_ui/text-field.tsx';

export interface ConferenceFields {
  name: string;
  organisation: string;
  startsOn: string;
  endsOn: string;
  helpPhone: string;
}

interface ConferenceFormProps {
  value: ConferenceFields;
  onValue: (value: ConferenceFields) => void;
  /** True once the form was sent: only then is what is missing pointed out. */
  isSent?: boolean;
}

/** The fields of a round; its dialog has the buttons. */
export function ConferenceForm({ value, onValue, isSent = false }: ConferenceFormProps) {
  const t = useTranslations('conference');
  const field = (key: keyof ConferenceFields) => ({
    value: value[key],
    onChange: (event: { target: { value: string } }) =>
      onValue({ ...value, [key]: event.target.value }),
  });
  return (
    <>
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        error={isSent && !value.name.trim() ? t('nameMissing') : null}
        {...field('name')}
        maxLength={300}
        required
        autoFocus
      />
      <TextField
        label={t('organisation')}
        hint={t('organisationHint')}
        {...field('organisation')}
        maxLength={300}
      />
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <TextField
          label={t('startsOn')}
          type="date"
          required
          value={value.startsOn}
          onChange={(event) => {
            const startsOn = event.target.value;
            const endsOn = value.endsOn < startsOn ? startsOn : value.endsOn;
            onValue({ ...value, startsOn, endsOn });
          }}
        />
        <TextField
          label={t('endsOn')}
          type="date"
          required
          min={value.startsOn}
          {...field('endsOn')}
        />
      </div>
      <TextField
        label={t('helpPhone')}
        hint={t('helpPhoneHint')}
        type="tel"
        {...field('helpPhone')}
        maxLength={40}
      />
    </>
  );
}
