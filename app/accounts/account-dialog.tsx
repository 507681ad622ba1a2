'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useCommand } from '../_live/use-command.ts';
import { Button } from '../_ui/button.tsx';
import { Dialog } from '../_ui/dialog.tsx';
import { KeyValue } from '../_ui/key-value.tsx';
import { Notice } from '../_ui/notice.tsx';
import { useToast } from '../_ui/toast.tsx';
import { AccountLink } from './account-link.tsx';
import { AccountStateBadge } from './account-state-badge.tsx';
import type { AccountView, ScopeChoices, ShownLink } from './account-view.ts';
import { DisableAccount } from './disable-account.tsx';
import { differ, draftsOf, toInputs, type GrantDraft } from './grant-draft.ts';
import { GrantEditor } from './grant-editor.tsx';

interface AccountDialogProps {
  account: AccountView;
  /** Shown at once for an account just made. */
  link: ShownLink | null;
  scopes: ScopeChoices;
  isOwn: boolean;
  onClose: () => void;
}

/** One account: its link to hand over, its roles, and its end. */
export function AccountDialog({ account, link, scopes, isOwn, onClose }: AccountDialogProps) {
  const t = useTranslations('accounts');
  const [drafts, setDrafts] = useState(() => draftsOf(account.grants));
  const isUnsaved = differ(drafts, account.grants);
  return (
    <Dialog open onOpen={onClose} shape="sheet" title={account.name} isUnsaved={isUnsaved}>
      <KeyValue
        items={[
          { label: t('username'), value: account.username ?? t('usernameNone') },
          { label: t('stateTitle'), value: <AccountStateBadge state={account.state} /> },
        ]}
      />
      {isOwn && <Notice>{t('ownAccount')}</Notice>}
      {account.state !== 'DISABLED' && <AccountLink account={account} link={link} />}
      <AccountRights account={account} scopes={scopes} drafts={drafts} onDrafts={setDrafts} />
      <DisableAccount account={account} />
    </Dialog>
  );
}

interface AccountRightsProps extends Pick<AccountDialogProps, 'account' | 'scopes'> {
  drafts: readonly GrantDraft[];
  onDrafts: (drafts: GrantDraft[]) => void;
}

function AccountRights({ account, scopes, drafts, onDrafts }: AccountRightsProps) {
  const t = useTranslations('accounts');
  const router = useRouter();
  const notify = useToast();
  const save = useCommand('account:set-grants', 'account');
  const [check, setCheck] = useState<'no' | 'missing'>('no');
  const submit = async () => {
    const grants = toInputs(drafts);
    setCheck('missing');
    if (grants === null) return;
    const answer = await save.run({ accountId: account.id, grants });
    if (!answer.ok) return;
    notify({ tone: 'ok', text: t('rightsSaved', { name: account.name }) });
    router.refresh();
  };
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-base font-semibold">{t('rights')}</h3>
      <GrantEditor
        drafts={drafts}
        onDrafts={onDrafts}
        scopes={withCurrent(scopes, account)}
        check={check}
      />
      {save.failure && <Notice tone="danger">{save.failure}</Notice>}
      <Button
        tone="primary"
        className="self-start"
        state={save.isBusy ? 'busy' : 'idle'}
        onClick={submit}
      >
        {t('saveRights')}
      </Button>
    </section>
  );
}

/** A place that may not be chosen anew (an archived conference) stays shown where it was chosen. */
function withCurrent(scopes: ScopeChoices, account: AccountView): ScopeChoices {
  const all = { ...scopes };
  for (const { scopeKind, scopeId, scopeName } of account.grants) {
    if (scopeKind === 'ALL' || scopeId === null || scopeName === null) continue;
    const isKnown = all[scopeKind].some(({ value }) => value === scopeId);
    if (!isKnown) all[scopeKind] = [{ value: scopeId, label: scopeName }, ...all[scopeKind]];
  }
  return all;
}
