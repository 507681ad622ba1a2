'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useMemo, useState, type FormEvent } from 'react';
import type { UnitTreeRow } from '#db/queries/unit.ts';
import { ChangedNotice } from '../_live/changed-notice.tsx';
import { useCommand } from '../_live/use-command.ts';
import { useDraft, type UseDraft } from '../_live/use-draft.ts';
import { Button } from '../_ui/button.tsx';
import { Combobox } from '../_ui/combobox.tsx';
import { Dialog } from '../_ui/dialog.tsx';
import { Notice } from '../_ui/notice.tsx';
import type { Option } from '../_ui/select.tsx';
import { TextField } from '../_ui/text-field.tsx';
import { PredecessorPicker } from './predecessor-picker.tsx';
import { hasEnded } from './unit-lines.ts';
import type { UnitTask } from './unit-task.ts';

interface UnitDialogProps {
  tree: UnitTreeRow['tree'];
  task: Exclude<UnitTask, { kind: 'close' }>;
  units: readonly UnitTreeRow[];
  today: string;
  onClose: () => void;
}

interface UnitFields {
  code: string;
  name: string;
  parentId: string | null;
  validFrom: string;
}

const FORM_ID = 'unit-form';

/** A unit, new or changed; another parent takes its subtree along. */
export function UnitDialog({ tree, task, units, today, onClose }: UnitDialogProps) {
  const t = useTranslations('unit');
  const tc = useTranslations('common');
  const router = useRouter();
  const create = useCommand('unit:create', 'account');
  const update = useCommand('unit:update', 'account');
  const stored = fieldsOf(task, units);
  const draft = useDraft(stored);
  const { fields, setFields } = draft;
  const [predecessorIds, setPredecessorIds] = useState<string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const parents = useParents(units, { task, today });
  const set = (change: Partial<UnitFields>) => setFields({ ...fields, ...change });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!fields.code.trim() || !fields.name.trim()) return setProblem(t('codeAndName'));
    setProblem(null);
    const input = inputOf(fields);
    const answer =
      task.kind === 'edit'
        ? await update.run({ unitId: task.unit.id, ...input, expected: inputOf(draft.seen) })
        : await create.run({ tree, ...input, predecessorIds });
    if (answer.ok || answer.code === 'CONFLICT') router.refresh();
    if (answer.ok) onClose();
  };
  const changes = useTheirs(draft, units);
  const refusal = changes.length === 0 ? update.failure : null;
  const failure = problem ?? create.failure ?? refusal;
  return (
    <Dialog
      open
      onOpen={onClose}
      title={t(task.kind === 'edit' ? 'edit' : 'add')}
      isUnsaved={draft.isUnsaved || predecessorIds.length > 0}
      footer={
        <>
          <Button onClick={onClose}>{tc('cancel')}</Button>
          <Button
            type="submit"
            form={FORM_ID}
            tone="primary"
            state={create.isBusy || update.isBusy ? 'busy' : 'idle'}
          >
            {tc('save')}
          </Button>
        </>
      }
    >
      <form id={FORM_ID} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <TextField
          label={t('name')}
          value={fields.name}
          maxLength={200}
          autoFocus
          onChange={(event) => set({ name: event.target.value })}
        />
        <div className="grid grid-cols-2 gap-4">
          <TextField
            label={t('code')}
            value={fields.code}
            maxLength={40}
            onChange={(event) => set({ code: event.target.value })}
          />
          <TextField
            label={t('validFrom')}
            type="date"
            value={fields.validFrom}
            onChange={(event) => set({ validFrom: event.target.value })}
          />
        </div>
        <Combobox
          label={t('parent')}
          hint={t('parentHint')}
          options={parents}
          value={fields.parentId}
          onValue={(parentId) => set({ parentId })}
        />
        {task.kind === 'create' && (
          <PredecessorPicker units={units} value={predecessorIds} onValue={setPredecessorIds} />
        )}
        <ChangedNotice changes={changes} />
        {failure && <Notice tone="danger">{failure}</Notice>}
      </form>
    </Dialog>
  );
}

/** An edited unit as it was read last: somebody else may have changed it since the form was opened. */
function fieldsOf(task: UnitDialogProps['task'], units: readonly UnitTreeRow[]): UnitFields {
  if (task.kind === 'create') {
    return { code: '', name: '', parentId: task.parentId, validFrom: '' };
  }
  const now = units.find(({ id }) => id === task.unit.id) ?? task.unit;
  const { code, name, parentId, validFrom } = now;
  return { code, name, parentId, validFrom: validFrom ?? '' };
}

function inputOf(fields: UnitFields) {
  return { ...fields, validFrom: fields.validFrom || null };
}

/** What somebody else changed in the unit meanwhile, in words. */
function useTheirs({ theirs, seen }: UseDraft<UnitFields>, units: readonly UnitTreeRow[]) {
  const t = useTranslations('unit');
  const format = useFormatter();
  const day =
    seen.validFrom && format.dateTime(new Date(`${seen.validFrom}T12:00:00+07:00`), 'date');
  const shown: Record<keyof UnitFields, string> = {
    code: seen.code,
    name: seen.name,
    parentId: units.find(({ id }) => id === seen.parentId)?.name ?? '',
    validFrom: day,
  };
  const labels = {
    code: 'code',
    name: 'name',
    parentId: 'parent',
    validFrom: 'validFrom',
  } as const;
  return theirs.map((name) => ({ label: t(labels[name]), value: shown[name] }));
}

/** Units that exist and don't stand below the edited one. */
function useParents(
  units: readonly UnitTreeRow[],
  { task, today }: { task: UnitDialogProps['task']; today: string },
): readonly Option[] {
  return useMemo(() => {
    const own = task.kind === 'edit' ? task.unit : null;
    return units
      .filter((unit) => !own || !unit.path.startsWith(own.path))
      .filter((unit) => !hasEnded(unit, today) || unit.id === own?.parentId)
      .map(({ id, name, code }) => ({ value: id, label: name, note: code }));
  }, [units, task, today]);
}
