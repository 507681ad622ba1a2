'use client';

import {
  CircleCheck,
  CircleDashed,
  CircleStop,
  Clock,
  LoaderCircle,
  Play,
  Plus,
  Settings2,
  Trash2,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { BroadcastState, OutletState } from '#contract/broadcast.ts';
import { Badge, type Tone } from '../../../_ui/badge.tsx';
import { Button, IconButton } from '../../../_ui/button.tsx';
import { ConfirmDialog } from '../../../_ui/confirm-dialog.tsx';
import { standingOf, type OutletStanding } from '../../_state/broadcast-signs.ts';
import { OutletForm } from './outlet-form.tsx';
import { OutletSending } from './outlet-sending.tsx';
import { RunningLines } from './running-lines.tsx';
import { useBroadcastCommand } from './use-broadcast.ts';

/** Everywhere else that the signal goes: stations, and recordings on this machine. */
export function OutletList({ broadcast }: { broadcast: BroadcastState }) {
  const t = useTranslations('control-room.broadcast.outlets');
  const [isAdding, setIsAdding] = useState(false);
  const { outlets, sessionId } = broadcast;
  return (
    <section aria-label={t('title')} className="flex min-w-0 flex-col gap-3">
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">{t('title')}</h3>
        {!isAdding && (
          <Button size="small" icon={Plus} onClick={() => setIsAdding(true)}>
            {t('add')}
          </Button>
        )}
      </div>
      {isAdding && <OutletForm sessionId={sessionId} onDone={() => setIsAdding(false)} />}
      {outlets.length === 0 && !isAdding && <p className="text-sm text-ink-2">{t('none')}</p>}
      <ul className="flex flex-col gap-2">
        {outlets.map((outlet) => (
          <Outlet key={outlet.outletId} broadcast={broadcast} outlet={outlet} />
        ))}
      </ul>
    </section>
  );
}

const LOOKS: Record<OutletStanding, { tone: Tone; icon: LucideIcon }> = {
  OFF: { tone: 'neutral', icon: CircleDashed },
  READY: { tone: 'info', icon: Clock },
  STARTING: { tone: 'info', icon: LoaderCircle },
  RUNNING: { tone: 'ok', icon: CircleCheck },
  WAITING: { tone: 'warn', icon: Clock },
};

interface OutletProps {
  broadcast: BroadcastState;
  outlet: OutletState;
}

function Outlet({ broadcast, outlet }: OutletProps) {
  const t = useTranslations('control-room.broadcast.outlets');
  const { outletId, kind, name, shownAddress, running } = outlet;
  const [isOpen, setIsOpen] = useState(false);
  const standing = standingOf(broadcast, outlet);
  const { tone, icon } = LOOKS[standing];
  const isHeld = standing === 'STARTING' && outlet.delaySeconds > 0;
  const isKept = kind === 'RECORDING' && standing === 'RUNNING';
  return (
    <li
      data-outlet={outletId}
      data-standing={standing}
      className="flex flex-col gap-1 rounded-md border border-line bg-surface p-2"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className="min-w-40 flex-1 text-sm">
          <span className="font-medium">{name}</span>
          <span className="ml-2 text-ink-3">{t(`kind.${kind}`)}</span>
          {shownAddress && <span className="block break-all text-ink-2">{shownAddress}</span>}
          <SendingLine outlet={outlet} />
        </p>
        <Badge tone={tone} icon={icon}>
          {t(isKept ? 'standing.RECORDING' : isHeld ? 'standing.HELD' : `standing.${standing}`)}
        </Badge>
        <OutletButtons outlet={outlet} isOpen={isOpen} onOpen={() => setIsOpen(!isOpen)} />
      </div>
      {running && standing !== 'OFF' && <RunningLines running={running} kind={kind} />}
      {isOpen && <OutletSending outlet={outlet} onDone={() => setIsOpen(false)} />}
    </li>
  );
}

/** What differs from the signal as it is; nothing where nothing does. */
function SendingLine({ outlet: { signalKind, delaySeconds, running } }: { outlet: OutletState }) {
  const t = useTranslations('control-room.broadcast.sending');
  const held = running ? Math.min(running.heldSeconds, delaySeconds) : 0;
  const isFilling = running?.state === 'STARTING' && delaySeconds > 0;
  const words = [
    signalKind === 'CLEAN' ? t('signalKind.CLEAN') : '',
    isFilling ? t('filling', { held, delaySeconds }) : '',
    !isFilling && delaySeconds > 0 ? t('late', { delaySeconds }) : '',
  ].filter(Boolean);
  if (words.length === 0) return null;
  return <span className="block text-ink-2">{words.join(' · ')}</span>;
}

interface OutletButtonsProps {
  outlet: OutletState;
  isOpen: boolean;
  onOpen: () => void;
}

function OutletButtons({ outlet, isOpen, onOpen }: OutletButtonsProps) {
  const { outletId, name, kind, isOn } = outlet;
  const t = useTranslations('control-room.broadcast.outlets');
  const start = useBroadcastCommand('outlet:start');
  const stop = useBroadcastCommand('outlet:stop');
  const remove = useBroadcastCommand('outlet:remove');
  const [isAsking, setIsAsking] = useState(false);
  const change = isOn ? stop : start;
  return (
    <div className="flex items-center gap-1">
      <Button
        size="small"
        icon={isOn ? CircleStop : Play}
        state={change.state}
        aria-label={t(isOn ? 'stopNamed' : 'startNamed', { name })}
        onClick={() => void change.send({ outletId })}
      >
        {t(isOn ? 'stop' : 'start')}
      </Button>
      <IconButton
        size="small"
        icon={Settings2}
        label={t('sendingNamed', { name })}
        aria-expanded={isOpen}
        onClick={onOpen}
      />
      <IconButton
        size="small"
        icon={Trash2}
        label={t('removeNamed', { name })}
        onClick={() => setIsAsking(true)}
      />
      <ConfirmDialog
        open={isAsking}
        onOpen={setIsAsking}
        title={t('removeTitle', { name })}
        confirmLabel={t('remove')}
        onConfirm={() => remove.send({ outletId })}
      >
        {t(kind === 'RECORDING' ? 'removeRecording' : 'removeText')}
      </ConfirmDialog>
    </div>
  );
}
