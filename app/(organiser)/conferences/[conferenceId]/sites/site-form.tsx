'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useMemo, useState, type FormEvent, type ReactNode } from 'react';
import { SITE_MODES, SITE_TIERS } from '#contract/site.ts';
import type { CommandInput } from '#contract/registry.ts';
import type { SiteListRow } from '#db/queries/site.ts';
import { useCommand } from '../../../../_live/use-command.ts';
import { Button } from '../../../../_ui/button.tsx';
import { Combobox } from '../../../../_ui/combobox.tsx';
import { Dialog } from '../../../../_ui/dialog.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { Select, type Option } from '../../../../_ui/select.tsx';
import { TextField } from '../../../../_ui/text-field.tsx';
import { useToast } from '../../../../_ui/toast.tsx';
import { useEdited } from '../../../../_ui/use-edited.ts';

export type SiteFields = CommandInput<'site:update'>['expected'];

const NEW_SITE: SiteFields = {
  code: '',
  name: '',
  tier: 'COMMUNE',
  mode: 'ONLINE',
  unitId: null,
  parentSiteId: null,
  contactName: '',
  contactPhone: '',
  plannedCount: null,
};

interface SiteFormProps {
  id: string;
  value: SiteFields;
  onValue: (value: SiteFields) => void;
  onSubmit: () => void;
  sites: readonly SiteListRow[];
  units: readonly Option[];
  /** The hall itself, which can't be its own parent; its unit may have ended meanwhile. */
  self: SiteListRow | null;
  children?: ReactNode;
}

/** The fields of a hall. */
export function SiteForm(props: SiteFormProps) {
  const { value, onValue, sites, self } = props;
  const t = useTranslations('site');
  const set = (change: Partial<SiteFields>) => onValue({ ...value, ...change });
  const units = useUnitOptions(props.units, self);
  const parents = useMemo(
    () =>
      sites
        .filter((row) => row.id !== self?.id)
        .map((row) => ({ value: row.id, label: row.name, note: row.code })),
    [sites, self],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit();
  };
  return (
    <form id={props.id} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        label={t('name')}
        value={value.name}
        maxLength={200}
        onChange={(e) => set({ name: e.target.value })}
      />
      <div className="grid grid-cols-2 gap-4">
        <TextField
          label={t('code')}
          value={value.code}
          maxLength={40}
          onChange={(e) => set({ code: e.target.value })}
        />
        <TextField
          label={t('planned')}
          inputMode="numeric"
          value={value.plannedCount === null ? '' : String(value.plannedCount)}
          onChange={(e) => set({ plannedCount: countOf(e.target.value) })}
        />
      </div>
      <div className="grid grid-cols-2 gap-4">
        <Select
          label={t('tier')}
          options={SITE_TIERS.map((tier) => ({ value: tier, label: t(`tierName.${tier}`) }))}
          value={value.tier}
          onValue={(tier) => set({ tier })}
        />
        <Select
          label={t('mode')}
          options={SITE_MODES.map((mode) => ({ value: mode, label: t(`modeName.${mode}`) }))}
          value={value.mode}
          onValue={(mode) => set({ mode })}
        />
      </div>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <TextField
          label={t('contactName')}
          value={value.contactName}
          maxLength={120}
          onChange={(e) => set({ contactName: e.target.value })}
        />
        <TextField
          label={t('contactPhone')}
          type="tel"
          value={value.contactPhone}
          maxLength={40}
          onChange={(e) => set({ contactPhone: e.target.value })}
        />
      </div>
      <Combobox
        label={t('unit')}
        hint={t('unitHint')}
        options={units}
        value={value.unitId}
        onValue={(unitId) => set({ unitId })}
      />
      <Combobox
        label={t('parent')}
        hint={t('parentHint')}
        options={parents}
        value={value.parentSiteId}
        onValue={(parentSiteId) => set({ parentSiteId })}
      />
      {props.children}
    </form>
  );
}

function useUnitOptions(units: readonly Option[], self: SiteListRow | null): readonly Option[] {
  const t = useTranslations('site');
  return useMemo(() => {
    const own = self?.unitId;
    if (!own || units.some((unit) => unit.value === own)) return units;
    return [{ value: own, label: self.unitName, note: t('unitEnded') }, ...units];
  }, [units, self, t]);
}

function countOf(text: string): number | null {
  const digits = text.replace(/\D/g, '');
  return digits === '' ? null : Math.min(Number(digits), 1_000_000);
}

interface NewSiteDialogProps {
  conferenceId: string;
  sites: readonly SiteListRow[];
  units: readonly Option[];
  onClose: () => void;
  onMade: (siteId: string) => void;
}

/** A new hall. */
export function NewSiteDialog({ conferenceId, sites, units, onClose, onMade }: NewSiteDialogProps) {
  const t = useTranslations('site');
  const tc = useTranslations('common');
  const router = useRouter();
  const notify = useToast();
  const create = useCommand('site:create', 'account');
  const [fields, setFields] = useState(NEW_SITE);
  const isEdited = useEdited(fields);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async () => {
    if (!fields.name.trim() || !fields.code.trim()) return setProblem(t('nameAndCodeMissing'));
    setProblem(null);
    const answer = await create.run({ conferenceId, ...fields });
    if (!answer.ok) return;
    router.refresh();
    notify({ tone: 'ok', text: t('made', { name: fields.name }) });
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
            form="new-site"
            tone="primary"
            state={create.isBusy ? 'busy' : 'idle'}
          >
            {t('add')}
          </Button>
        </>
      }
    >
      <SiteForm
        id="new-site"
        value={fields}
        onValue={setFields}
        onSubmit={submit}
        sites={sites}
        units={units}
        self={null}
      >
        {(problem ?? create.failure) && <Notice tone="danger">{problem ?? create.failure}</Notice>}
      </SiteForm>
    </Dialog>
  );
}
