'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useCommand } from '../_live/use-command.ts';
import { Button } from '../_ui/button.tsx';
import { ConfirmDialog } from '../_ui/confirm-dialog.tsx';
import { Notice } from '../_ui/notice.tsx';
import { useToast } from '../_ui/toast.tsx';
import type { AccountView } from './account-view.ts';

/** Ends an account, or lets it back in. */
export function DisableAccount({ account }: { account: AccountView }) {
  const t = useTranslations('accounts');
  const router = useRouter();
  const notify = useToast();
  const disable = useCommand('account:disable', 'account');
  const enable = useCommand('account:enable', 'account');
  const [isAsking, setIsAsking] = useState(false);
  const accountId = account.id;
  const letIn = async () => {
    if (!(await enable.run({ accountId })).ok) return;
    notify({ tone: 'ok', text: t('enabled', { name: account.name }) });
    router.refresh();
  };
  const end = async () => {
    const answer = await disable.run({ accountId });
    if (!answer.ok) return false;
    notify({ tone: 'ok', text: t('disabled', { name: account.name }) });
    router.refresh();
    return true;
  };
  return (
    <section className="flex flex-col gap-3 border-t border-line pt-4">
      {enable.failure && <Notice tone="danger">{enable.failure}</Notice>}
      {account.state === 'DISABLED' ? (
        <Button className="self-start" state={enable.isBusy ? 'busy' : 'idle'} onClick={letIn}>
          {t('enable')}
        </Button>
      ) : (
        <Button className="self-start" onClick={() => setIsAsking(true)}>
          {t('disable')}
        </Button>
      )}
      <ConfirmDialog
        open={isAsking}
        onOpen={setIsAsking}
        title={t('disableTitle', { name: account.name })}
        confirmLabel={t('disable')}
        onConfirm={end}
      >
        <p>{t('disableText')}</p>
        {disable.failure && (
          <Notice tone="danger" className="mt-3">
            {disable.failure}
          </Notice>
        )}
      </ConfirmDialog>
    </section>
  );
}
