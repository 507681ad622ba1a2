'use client';

import { KeyRound, Lock, LockOpen, Trash2, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { InputState } from '#contract/input.ts';
import { Button, IconButton } from '../../../_ui/button.tsx';
import { ConfirmDialog } from '../../../_ui/confirm-dialog.tsx';
import { useBroadcastCommand } from '../broadcast/use-broadcast.ts';
import { useFilms } from '../films/use-films.ts';
import { StreamAddress } from './stream-address.tsx';

/** What other machines send: how each comes, and what opens it. */
export function StreamPart() {
  const t = useTranslations('control-room.streams');
  const streams = useFilms((view) => view.streams);
  if (streams.length === 0) return null;
  return (
    <section aria-label={t('title')}>
      <ul className="flex flex-col gap-2">
        {streams.map((stream) => (
          <Stream key={stream.sourceId} input={stream} />
        ))}
      </ul>
    </section>
  );
}

function Stream({ input }: { input: InputState }) {
  const t = useTranslations('control-room.streams');
  const { sourceId, name, trouble, stream } = input;
  const refused = stream?.reception?.refused ?? 0;
  return (
    <li
      data-stream={sourceId}
      data-state={input.state}
      className="flex flex-col gap-1 rounded-md border border-line bg-surface px-2 py-1"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className="min-w-28 basis-28 truncate text-sm font-medium">{name}</p>
        <StreamState input={input} />
        <StreamButtons input={input} />
      </div>
      {trouble && (
        <p role="alert" className="flex items-center gap-2 text-sm text-warn-ink">
          <TriangleAlert aria-hidden className="size-4 shrink-0" />
          {t(`trouble.${trouble}`)}
        </p>
      )}
      {refused > 0 && <p className="text-sm text-warn-ink">{t('refused', { count: refused })}</p>}
    </li>
  );
}

function StreamState({ input: { state, stream } }: { input: InputState }) {
  const t = useTranslations('control-room.streams');
  const reception = stream?.reception ?? null;
  const signal = reception?.signal;
  const seconds = reception?.quietSeconds ?? 0;
  const look = !stream?.isOpen
    ? 'CLOSED'
    : reception?.isSending && seconds > 0
      ? 'QUIET'
      : state === 'READY'
        ? 'RECEIVING'
        : reception?.isSending
          ? 'STARTING'
          : 'WAITING';
  const details = reception &&
    signal && [
      t('signal', { codec: signal.codec, width: signal.width, height: signal.height }),
      ...(signal.fps ? [t('fps', { fps: signal.fps })] : []),
      signal.sound ? t('sound', { sound: signal.sound }) : t('noSound'),
      t('kbps', { kbps: reception.kbps }),
    ];
  return (
    <p data-look={look} className="min-w-40 flex-1 text-sm text-ink-2">
      {t(`state.${look}`, { seconds })}
      {details && <span className="ml-2">{details.join(' · ')}</span>}
    </p>
  );
}

function StreamButtons({ input: { sourceId, name, stream } }: { input: InputState }) {
  const t = useTranslations('control-room.streams');
  const open = useBroadcastCommand('input:open');
  const close = useBroadcastCommand('input:close');
  const remove = useBroadcastCommand('input:remove');
  const [isAddressShown, showAddress] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const isOpen = stream?.isOpen === true;
  return (
    <div className="flex items-center gap-1">
      <Button
        size="small"
        icon={KeyRound}
        aria-label={t('showNamed', { name })}
        onClick={() => showAddress(true)}
      >
        {t('show')}
      </Button>
      <IconButton
        size="small"
        icon={isOpen ? Lock : LockOpen}
        label={t(isOpen ? 'closeNamed' : 'openNamed', { name })}
        onClick={() => void (isOpen ? close : open).send({ sourceId })}
      />
      <IconButton
        size="small"
        icon={Trash2}
        label={t('removeNamed', { name })}
        onClick={() => setIsAsking(true)}
      />
      <StreamAddress sourceId={sourceId} name={name} open={isAddressShown} onOpen={showAddress} />
      <ConfirmDialog
        open={isAsking}
        onOpen={setIsAsking}
        title={t('removeTitle', { name })}
        confirmLabel={t('remove')}
        onConfirm={() => remove.send({ sourceId })}
      >
        {t('removeText')}
      </ConfirmDialog>
    </div>
  );
}
