'use client';

import { Link2, RotateCcw } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useCommand } from '../_live/use-command.ts';
import { Button } from '../_ui/button.tsx';
import { CopyButton } from '../_ui/copy-button.tsx';
import { Notice } from '../_ui/notice.tsx';
import { TextField } from '../_ui/text-field.tsx';
import type { AccountView, ShownLink } from './account-view.ts';

interface AccountLinkProps {
  account: AccountView;
  /** Read already, for an account just made. */
  link: ShownLink | null;
}

/** The link by which the person chooses a password. Shown only when asked for: a look is written down. */
export function AccountLink({ account, link }: AccountLinkProps) {
  const t = useTranslations('accounts');
  const read = useCommand('account:one-time-link', 'account');
  const issue = useCommand('account:issue-link', 'account');
  const [shown, setShown] = useState(link);
  const accountId = account.id;
  const show = async () => {
    const answer = await read.run({ accountId });
    if (answer.ok) setShown(answer.data);
  };
  const renew = async () => {
    if ((await issue.run({ accountId })).ok) await show();
  };
  const failure = read.failure ?? issue.failure;
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-base font-semibold">{t('link')}</h3>
      <p className="text-base text-ink-2">
        {t(account.state === 'WAITING' ? 'linkText' : 'linkTextReset')}
      </p>
      {shown && <LinkToCopy shown={shown} />}
      {failure && <Notice tone="danger">{failure}</Notice>}
      <div className="flex flex-wrap gap-2">
        {!shown && account.state === 'WAITING' && (
          <Button icon={Link2} state={read.isBusy ? 'busy' : 'idle'} onClick={show}>
            {t('showLink')}
          </Button>
        )}
        <Button icon={RotateCcw} state={issue.isBusy ? 'busy' : 'idle'} onClick={renew}>
          {t('newLink')}
        </Button>
      </div>
    </section>
  );
}

function LinkToCopy({ shown }: { shown: ShownLink }) {
  const t = useTranslations('accounts');
  const format = useFormatter();
  if (shown.link === null || shown.expiresAt === null) {
    return <Notice tone="warn">{t('linkNone')}</Notice>;
  }
  return (
    <div className="flex flex-col gap-2">
      <TextField
        label={t('linkLabel')}
        hint={t('linkExpires', { time: format.dateTime(new Date(shown.expiresAt), 'dateTime') })}
        value={shown.link}
        readOnly
        onFocus={(event) => event.target.select()}
      />
      <div>
        <CopyButton text={shown.link} label={t('copyLink')} size="medium" tone="primary" />
      </div>
    </div>
  );
}
