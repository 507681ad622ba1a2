'use client';

import { ExternalLink, Link2, RefreshCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { DelegateDetail } from '#contract/delegate.ts';
import { formatCheckInCode } from '#domain/check-in-code.ts';
import { useCommand } from '../../../../_live/use-command.ts';
import { Button, buttonClass } from '../../../../_ui/button.tsx';
import { ConfirmDialog } from '../../../../_ui/confirm-dialog.tsx';
import { CopyButton } from '../../../../_ui/copy-button.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { QrCode } from '../../../../_ui/qr-code.tsx';
import { nameOf } from './delegate-name.ts';

/** The printed QR, and the secret link of the delegate's own page; the link is shown on request only. */
export function DelegatePass({ delegate }: { delegate: DelegateDetail }) {
  const t = useTranslations('roster');
  const show = useCommand('delegate:pass-link', 'account');
  const reissue = useCommand('delegate:reissue-pass', 'account');
  const [link, setLink] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const ask = async () => {
    const answer = await show.run({ delegateId: delegate.id });
    if (answer.ok) setLink(answer.data.link);
  };
  const failure = show.failure ?? reissue.failure;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col items-center gap-2">
        <QrCode
          text={delegate.checkInCode}
          label={t('qrOf', { name: nameOf(delegate) })}
          className="w-48 rounded-md"
        />
        <code className="font-mono text-lg font-semibold tracking-wide">
          {formatCheckInCode(delegate.checkInCode)}
        </code>
        <p className="text-center text-sm text-balance text-ink-3">{t('qrText')}</p>
      </div>
      <div className="flex flex-col gap-3 border-t border-line pt-4">
        <h3 className="text-base font-semibold">{t('passLink')}</h3>
        <p className="text-sm text-ink-2">{t('passText')}</p>
        <div className="flex flex-wrap gap-2">
          {link === null ? (
            <Button icon={Link2} state={show.isBusy ? 'busy' : 'idle'} onClick={ask}>
              {t('showLink')}
            </Button>
          ) : (
            <>
              <CopyButton text={link} label={t('copyLink')} size="medium" tone="primary" />
              <a
                href={link}
                target="_blank"
                rel="noreferrer"
                className={buttonClass({}, 'hover:bg-hover')}
              >
                <ExternalLink aria-hidden className="size-5" />
                {t('openLink')}
              </a>
            </>
          )}
          <Button tone="quiet" icon={RefreshCw} onClick={() => setIsAsking(true)}>
            {t('reissue')}
          </Button>
        </div>
        {failure && <Notice tone="danger">{failure}</Notice>}
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpen={setIsAsking}
        title={t('reissueTitle')}
        confirmLabel={t('reissue')}
        tone="primary"
        onConfirm={async () => {
          const answer = await reissue.run({ delegateId: delegate.id });
          if (answer.ok) await ask();
          return answer.ok;
        }}
      >
        {t('reissueText')}
      </ConfirmDialog>
    </div>
  );
}
