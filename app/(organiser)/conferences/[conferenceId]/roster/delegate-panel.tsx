'use client';

import { RotateCcw, UserMinus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import type { DelegateDetail } from '#contract/delegate.ts';
import { changedFields } from '#domain/changed-fields.ts';
import { useCommand } from '../../../../_live/use-command.ts';
import { Button } from '../../../../_ui/button.tsx';
import { ConfirmDialog } from '../../../../_ui/confirm-dialog.tsx';
import { Dialog } from '../../../../_ui/dialog.tsx';
import { ErrorState } from '../../../../_ui/empty-state.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { Skeleton } from '../../../../_ui/skeleton.tsx';
import { Tabs } from '../../../../_ui/tabs.tsx';
import { useToast } from '../../../../_ui/toast.tsx';
import { useAsked } from '../../use-asked.ts';
import { nameOf } from './delegate-name.ts';
import { DelegateForm, type DelegateFields } from './delegate-form.tsx';
import { DelegatePass } from './delegate-pass.tsx';
import { DelegateRecord } from './delegate-record.tsx';
import type { RosterChoices } from './roster-choices.ts';

interface DelegatePanelProps {
  delegateId: string;
  choices: RosterChoices;
  onClose: () => void;
  onChanged: () => void;
}

/** One delegate: the entry, the pass, the attendance. */
export function DelegatePanel({ delegateId, choices, onClose, onChanged }: DelegatePanelProps) {
  const t = useTranslations('roster');
  const { asked, again } = useAsked('delegate:get', { delegateId }, delegateId);
  const [tab, setTab] = useState('entry');
  const [isUnsaved, setUnsaved] = useState(false);
  const changed = () => {
    again();
    onChanged();
  };
  if (asked.kind !== 'ready') {
    return (
      <Dialog open onOpen={onClose} title={t('delegate')} shape="sheet">
        {asked.kind === 'loading' ? (
          <Skeleton className="h-64" />
        ) : (
          <ErrorState title={t('failed')} action={<Button onClick={again}>{t('again')}</Button>}>
            {asked.text}
          </ErrorState>
        )}
      </Dialog>
    );
  }
  const delegate = asked.data;
  const name = nameOf(delegate);
  return (
    <Dialog
      open
      onOpen={onClose}
      title={name}
      description={
        <p className="text-sm text-ink-2 tabular-nums">
          {delegate.rosterCode} · {delegate.siteName}
        </p>
      }
      shape="sheet"
      isUnsaved={isUnsaved}
    >
      <Tabs
        label={name}
        value={tab}
        onValue={setTab}
        tabs={[
          {
            value: 'entry',
            label: t('tab.entry'),
            isKept: true,
            content: (
              <EditDelegate
                key={delegate.updatedAt}
                delegate={delegate}
                choices={choices}
                onChanged={changed}
                onUnsaved={setUnsaved}
              />
            ),
          },
          { value: 'pass', label: t('tab.pass'), content: <DelegatePass delegate={delegate} /> },
          {
            value: 'record',
            label: t('tab.record'),
            content: <DelegateRecord delegate={delegate} />,
          },
        ]}
      />
    </Dialog>
  );
}

function fieldsOf(delegate: DelegateDetail): DelegateFields {
  const { siteId, unitId, categoryName, position, phone, birthYear, seat, note } = delegate;
  const fullName = nameOf(delegate);
  return { siteId, unitId, categoryName, fullName, position, phone, birthYear, seat, note };
}

interface EditDelegateProps {
  delegate: DelegateDetail;
  choices: RosterChoices;
  onChanged: () => void;
  onUnsaved: (isUnsaved: boolean) => void;
}

function EditDelegate({ delegate, choices, onChanged, onUnsaved }: EditDelegateProps) {
  const t = useTranslations('roster');
  const tc = useTranslations('common');
  const notify = useToast();
  const update = useCommand('delegate:update', 'account');
  const restore = useCommand('delegate:restore', 'account');
  const [fields, setFields] = useState(() => fieldsOf(delegate));
  const [isRemoving, setIsRemoving] = useState(false);
  const isUnsaved = changedFields(fieldsOf(delegate), fields).length > 0;
  useEffect(() => onUnsaved(isUnsaved), [isUnsaved, onUnsaved]);
  const withOwn = useOwnChoices(choices, delegate);
  const submit = async () => {
    if (fields.siteId === null) return;
    const input = { ...fields, siteId: fields.siteId };
    const answer = await update.run({
      delegateId: delegate.id,
      ...input,
      expectedUpdatedAt: delegate.updatedAt,
    });
    if (!answer.ok) return;
    notify({ tone: 'ok', text: t('stored', { name: fields.fullName }) });
    onChanged();
  };
  return (
    <div className="flex flex-col gap-4">
      {delegate.isRemoved && (
        <Notice
          tone="warn"
          action={
            <Button
              size="small"
              icon={RotateCcw}
              state={restore.isBusy ? 'busy' : 'idle'}
              onClick={async () => {
                if ((await restore.run({ delegateId: delegate.id })).ok) onChanged();
              }}
            >
              {t('restore')}
            </Button>
          }
        >
          {restore.failure ?? t('removedNotice')}
        </Notice>
      )}
      <DelegateForm
        id="edit-delegate"
        value={fields}
        onValue={setFields}
        onSubmit={submit}
        choices={withOwn}
      >
        {update.failure && <Notice tone="danger">{update.failure}</Notice>}
        <div className="flex flex-wrap justify-between gap-2">
          <Button type="submit" tone="primary" state={update.isBusy ? 'busy' : 'idle'}>
            {tc('save')}
          </Button>
          {!delegate.isRemoved && (
            <Button icon={UserMinus} onClick={() => setIsRemoving(true)}>
              {t('remove')}
            </Button>
          )}
        </div>
      </DelegateForm>
      <RemoveDialog
        delegate={delegate}
        open={isRemoving}
        onClose={() => setIsRemoving(false)}
        onChanged={onChanged}
      />
    </div>
  );
}

/** The delegate's own hall and unit can be seen even where they are out of reach or have ended. */
function useOwnChoices(choices: RosterChoices, delegate: DelegateDetail): RosterChoices {
  return useMemo(() => {
    const { siteId, siteName, siteCode, unitId, unitName } = delegate;
    const hasSite = choices.sites.some(({ value }) => value === siteId);
    const hasUnit = unitId === null || choices.units.some(({ value }) => value === unitId);
    const site = { value: siteId, label: siteName, note: siteCode };
    return {
      ...choices,
      sites: hasSite ? choices.sites : [site, ...choices.sites],
      units: hasUnit ? choices.units : [{ value: unitId, label: unitName }, ...choices.units],
    };
  }, [choices, delegate]);
}

interface RemoveDialogProps {
  delegate: DelegateDetail;
  open: boolean;
  onClose: () => void;
  onChanged: () => void;
}

function RemoveDialog({ delegate, open, onClose, onChanged }: RemoveDialogProps) {
  const t = useTranslations('roster');
  const remove = useCommand('delegate:remove', 'account');
  return (
    <ConfirmDialog
      open={open}
      onOpen={onClose}
      title={t('removeTitle', { name: nameOf(delegate) })}
      confirmLabel={t('remove')}
      onConfirm={async () => {
        const answer = await remove.run({ delegateId: delegate.id });
        if (answer.ok) onChanged();
        return answer.ok;
      }}
    >
      <p>{t('removeText')}</p>
      {remove.failure && (
        <Notice tone="danger" className="mt-3">
          {remove.failure}
        </Notice>
      )}
    </ConfirmDialog>
  );
}
