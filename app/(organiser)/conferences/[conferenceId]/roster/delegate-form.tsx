'use client';

import { useTranslations } from 'next-intl';
import { useId, type FormEvent, type ReactNode } from 'react';
import type { CommandInput } from '#contract/registry.ts';
import { Combobox } from '../../../../_ui/combobox.tsx';
import { TextField } from '../../../../_ui/text-field.tsx';
import type { RosterChoices } from './roster-choices.ts';

export type DelegateFields = Omit<CommandInput<'delegate:create'>, 'siteId' | 'rosterCode'> & {
  siteId: string | null;
};

interface DelegateFormProps {
  id: string;
  value: DelegateFields;
  onValue: (value: DelegateFields) => void;
  onSubmit: () => void;
  choices: RosterChoices;
  children?: ReactNode;
}

/** The fields of a delegate; another hall moves him there. */
export function DelegateForm(props: DelegateFormProps) {
  const { id, value, onValue, onSubmit, choices, children } = props;
  const t = useTranslations('roster');
  const listId = useId();
  const set = (change: Partial<DelegateFields>) => onValue({ ...value, ...change });
  const text = (key: 'fullName' | 'position' | 'phone' | 'seat' | 'note' | 'categoryName') => ({
    value: value[key],
    onChange: (event: { target: { value: string } }) => set({ [key]: event.target.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form id={id} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField label={t('fullName')} maxLength={120} {...text('fullName')} />
      <TextField label={t('position')} maxLength={200} {...text('position')} />
      <Combobox
        label={t('site')}
        options={choices.sites}
        value={value.siteId}
        onValue={(siteId) => set({ siteId })}
      />
      <Combobox
        label={t('unit')}
        hint={t('unitHint')}
        options={choices.units}
        value={value.unitId}
        onValue={(unitId) => set({ unitId })}
      />
      <TextField
        label={t('category')}
        hint={t('categoryHint')}
        maxLength={120}
        list={listId}
        {...text('categoryName')}
      />
      <datalist id={listId}>
        {choices.categories.map(({ value: key, label }) => (
          <option key={key} value={label} />
        ))}
      </datalist>
      <div className="grid grid-cols-2 gap-4">
        <TextField label={t('phone')} type="tel" maxLength={40} {...text('phone')} />
        <TextField
          label={t('birthYear')}
          inputMode="numeric"
          maxLength={4}
          value={value.birthYear === null ? '' : String(value.birthYear)}
          onChange={(event) => set({ birthYear: yearOf(event.target.value) })}
        />
      </div>
      <div className="grid grid-cols-[7rem_1fr] gap-4">
        <TextField label={t('seat')} maxLength={40} {...text('seat')} />
        <TextField label={t('note')} maxLength={300} {...text('note')} />
      </div>
      {children}
    </form>
  );
}

function yearOf(text: string): number | null {
  const digits = text.replace(/\D/g, '');
  return digits === '' ? null : Number(digits);
}
