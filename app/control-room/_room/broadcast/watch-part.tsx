'use client';

import { QrCode as QrCodeIcon, RefreshCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { BroadcastState } from '#contract/broadcast.ts';
import { WATCH_ACCESSES } from '#domain/broadcast.ts';
import { Button } from '../../../_ui/button.tsx';
import { ConfirmDialog } from '../../../_ui/confirm-dialog.tsx';
import { CopyButton } from '../../../_ui/copy-button.tsx';
import { Dialog } from '../../../_ui/dialog.tsx';
import { QrCode } from '../../../_ui/qr-code.tsx';
import { Select } from '../../../_ui/select.tsx';
import { DelaySelect } from './delay-select.tsx';
import { RunningLines } from './running-lines.tsx';
import { useBroadcastCommand } from './use-broadcast.ts';

/** The watch page: who may open it, and its link. */
export function WatchPart({ broadcast }: { broadcast: BroadcastState }) {
  const t = useTranslations('control-room.broadcast.watch');
  const sending = useTranslations('control-room.broadcast.sending');
  const { sessionId, access, watch, watchDelaySeconds } = broadcast;
  const delay = useBroadcastCommand('broadcast:set-watch-delay');
  const change = useBroadcastCommand('broadcast:set-access');
  return (
    <section aria-label={t('title')} className="flex min-w-0 flex-col gap-3">
      <h3 className="text-sm font-semibold">{t('title')}</h3>
      <Select
        label={t('access')}
        hint={t(`hint.${access}`)}
        options={WATCH_ACCESSES.map((value) => ({ value, label: t(`who.${value}`) }))}
        value={access}
        onValue={(next) => void change.send({ sessionId, access: next })}
      />
      {access !== 'CLOSED' && <WatchLink broadcast={broadcast} />}
      {access !== 'CLOSED' && (
        <DelaySelect
          label={sending('delay')}
          hint={t('delayHint')}
          seconds={watchDelaySeconds}
          onSeconds={(delaySeconds) => void delay.send({ sessionId, delaySeconds })}
        />
      )}
      {access !== 'CLOSED' && watch && <RunningLines running={watch} kind="WATCH" />}
    </section>
  );
}

function WatchLink({ broadcast }: { broadcast: BroadcastState }) {
  const t = useTranslations('control-room.broadcast.watch');
  const { sessionId, watchPath } = broadcast;
  const renew = useBroadcastCommand('broadcast:renew-link');
  const [isAsking, setIsAsking] = useState(false);
  const [isShown, setIsShown] = useState(false);
  const link = new URL(watchPath, window.location.origin).href;
  return (
    <div className="flex flex-col gap-2">
      <a
        href={link}
        target="_blank"
        rel="noreferrer"
        className="rounded-sm text-sm break-all text-info-ink underline"
      >
        {link}
      </a>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={link} label={t('copy')} />
        <Button size="small" icon={QrCodeIcon} onClick={() => setIsShown(true)}>
          {t('qr')}
        </Button>
        <Button size="small" icon={RefreshCw} state={renew.state} onClick={() => setIsAsking(true)}>
          {t('renew')}
        </Button>
      </div>
      <Dialog open={isShown} onOpen={setIsShown} title={t('qrLabel')}>
        <div className="mx-auto w-full max-w-72 rounded-md bg-white p-3">
          <QrCode text={link} label={t('qrLabel')} />
        </div>
        <p className="text-center text-base break-all text-ink-2">{link}</p>
      </Dialog>
      <ConfirmDialog
        open={isAsking}
        onOpen={setIsAsking}
        title={t('renewTitle')}
        confirmLabel={t('renew')}
        onConfirm={() => renew.send({ sessionId })}
      >
        {t('renewText')}
      </ConfirmDialog>
    </div>
  );
}
