'use client';

import clsx from 'clsx';
import { Hand, Hourglass, Radio, UserRoundCheck, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { HallState } from '#contract/hall.ts';
import type { SpeakerStatus } from '#domain/speaker-queue.ts';
import { useCommand } from '../../_live/use-command.ts';
import { Button } from '../../_ui/button.tsx';
import { TextField } from '../../_ui/text-field.tsx';

interface SpeakPanelProps {
  place: { sessionId: string; siteId: string };
  hall: HallState | null;
  /** A hall without a line is heard by telephone. */
  by?: 'LINE' | 'TELEPHONE';
}

/** Đăng ký phát biểu: one button, then where the hall stands. */
export function SpeakPanel({ place, hall, by = 'LINE' }: SpeakPanelProps) {
  const t = useTranslations('hall.speak');
  const request = hall?.speakerRequest;
  return (
    <section aria-label={t('title')} className="flex flex-col gap-3">
      {request && request.status !== 'ENDED' ? (
        <Standing request={request} waitingBefore={hall.waitingBefore ?? 0} by={by} />
      ) : (
        <Ask place={place} isReady={hall !== null} />
      )}
    </section>
  );
}

function Ask({ place, isReady }: { place: SpeakPanelProps['place']; isReady: boolean }) {
  const t = useTranslations('hall.speak');
  const [note, setNote] = useState('');
  const ask = useCommand('speaker:request');
  return (
    <>
      <Button
        tone="primary"
        size="large"
        icon={Hand}
        className="min-h-20"
        disabled={!isReady}
        state={ask.isBusy ? 'busy' : 'idle'}
        onClick={() => void ask.run({ ...place, note: note.trim() })}
      >
        {t('ask')}
      </Button>
      <TextField
        label={t('note')}
        maxLength={200}
        value={note}
        error={ask.failure}
        onChange={(event) => setNote(event.target.value)}
      />
    </>
  );
}

type Waiting = Exclude<SpeakerStatus, 'ENDED'>;

const LOOKS: Record<Waiting, { icon: LucideIcon; box: string }> = {
  REQUESTED: { icon: Hourglass, box: 'border-line-strong bg-surface' },
  ACCEPTED: { icon: UserRoundCheck, box: 'border-ok-ink bg-ok-soft' },
  STANDBY: { icon: Radio, box: 'border-warn-ink bg-warn-soft' },
  ON_AIR: { icon: Radio, box: 'border-on-air bg-on-air text-on-air-text' },
};

interface StandingProps {
  request: NonNullable<HallState['speakerRequest']>;
  waitingBefore: number;
  by: 'LINE' | 'TELEPHONE';
}

function Standing({ request, waitingBefore, by }: StandingProps) {
  const t = useTranslations('hall.speak');
  const withdraw = useCommand('speaker:withdraw');
  const status = request.status as Waiting;
  const isByTelephone = by === 'TELEPHONE';
  const { icon: Icon, box } = LOOKS[status];
  return (
    <>
      <div
        role="status"
        data-speaking={status}
        className={clsx('flex min-h-20 items-center gap-4 rounded-lg border-2 px-4 py-3', box)}
      >
        <Icon aria-hidden className="size-10 shrink-0" />
        <div className="min-w-0">
          <p className="text-lg font-semibold">
            {status === 'ON_AIR' && isByTelephone ? t('telephone.title') : t(`${status}.title`)}
          </p>
          <p>
            {isByTelephone && (status === 'STANDBY' || status === 'ON_AIR')
              ? t(`telephone.${status}`)
              : t(`${status}.text`, { before: waitingBefore })}
          </p>
        </div>
      </div>
      {status !== 'ON_AIR' && (
        <Button
          state={withdraw.isBusy ? 'busy' : 'idle'}
          onClick={() => void withdraw.run({ requestId: request.requestId })}
        >
          {t('withdraw')}
        </Button>
      )}
      {withdraw.failure && (
        <p role="alert" className="text-danger-ink">
          {withdraw.failure}
        </p>
      )}
    </>
  );
}
