'use client';

import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { CommandOutput } from '#contract/registry.ts';
import { streamAddress } from '#domain/stream-address.ts';
import { useCommand } from '../../../_live/use-command.ts';
import { Button } from '../../../_ui/button.tsx';
import { ConfirmDialog } from '../../../_ui/confirm-dialog.tsx';
import { CopyButton } from '../../../_ui/copy-button.tsx';
import { Dialog } from '../../../_ui/dialog.tsx';
import { useBroadcastCommand } from '../broadcast/use-broadcast.ts';

interface AddressProps {
  sourceId: string;
  name: string;
  open: boolean;
  onOpen: (open: boolean) => void;
}

/** What is typed into a sender. Its key is asked for when it is looked at, and kept nowhere. */
export function StreamAddress({ sourceId, name, open, onOpen }: AddressProps) {
  const t = useTranslations('control-room.streams');
  return (
    <Dialog open={open} onOpen={onOpen} title={t('addressTitle', { name })}>
      {open && <Address sourceId={sourceId} name={name} />}
    </Dialog>
  );
}

function Address({ sourceId, name }: { sourceId: string; name: string }) {
  const t = useTranslations('control-room.streams');
  const { run, progress } = useCommand('input:address');
  const renew = useBroadcastCommand('input:renew-key');
  const [told, setTold] = useState<CommandOutput<'input:address'> | null>(null);
  const [reading, setReading] = useState(0);
  const [isAsking, setIsAsking] = useState(false);
  useEffect(() => {
    let isGone = false;
    void run({ sourceId }).then((answer) => {
      if (answer.ok && !isGone) setTold(answer.data);
    });
    return () => void (isGone = true);
  }, [run, sourceId, reading]);
  if (progress.kind === 'failed') return <p role="alert">{progress.text}</p>;
  if (!told) return null;
  const address = streamAddress({ ...told, host: told.host ?? window.location.hostname });
  return (
    <div className="flex flex-col gap-3">
      <Line label={t('server')} text={address.server} />
      <Line label={t(`key.${told.kind}`)} text={address.key} />
      <Line label={t('whole')} text={address.whole} />
      <p className="text-sm">{t(`how.${told.kind}`)}</p>
      <p className="text-sm text-warn-ink">{t('secret')}</p>
      <Button size="small" icon={KeyRound} onClick={() => setIsAsking(true)}>
        {t('renew')}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpen={setIsAsking}
        title={t('renewTitle', { name })}
        confirmLabel={t('renew')}
        onConfirm={async () => {
          const isDone = await renew.send({ sourceId });
          setReading((before) => before + 1);
          return isDone;
        }}
      >
        {t('renewText')}
      </ConfirmDialog>
    </div>
  );
}

function Line({ label, text }: { label: string; text: string }) {
  const t = useTranslations('control-room.streams');
  return (
    <div className="flex flex-col gap-1">
      <p className="text-sm font-medium">{label}</p>
      <div className="flex items-center gap-2">
        <code className="min-w-0 flex-1 rounded-md bg-muted px-2 py-1 text-sm break-all">
          {text}
        </code>
        <CopyButton text={text} label={t('copy')} />
      </div>
    </div>
  );
}
