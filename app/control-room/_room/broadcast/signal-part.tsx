'use client';

import { CircleStop, Play, TriangleAlert } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { BroadcastState } from '#contract/broadcast.ts';
import { Button } from '../../../_ui/button.tsx';
import { ConfirmDialog } from '../../../_ui/confirm-dialog.tsx';
import { isSending } from '../../_state/broadcast-signs.ts';
import { LoudnessMeter } from './loudness-meter.tsx';
import { useBroadcastCommand } from './use-broadcast.ts';

const TROUBLED: readonly BroadcastState['signal'][] = ['SLATE', 'NO_FFMPEG', 'AWAY'];

/** The signal itself: on or off, how loud it is, and whether it was ever away. */
export function SignalPart({ broadcast }: { broadcast: BroadcastState }) {
  const t = useTranslations('control-room.broadcast');
  const { signal, isOn, lufs, clean } = broadcast;
  return (
    <section aria-label={t('signal.title')} className="flex min-w-0 flex-col gap-3">
      <h3 className="text-sm font-semibold">{t('signal.title')}</h3>
      <p role="status" data-signal={signal} className="flex items-start gap-2 text-sm">
        {TROUBLED.includes(signal) && (
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn-ink" />
        )}
        <span>{t(`signal.${signal}`)}</span>
      </p>
      {signal === 'NO_FFMPEG' && (
        <code className="rounded-sm bg-sunken px-2 py-1 text-sm select-all">
          apt-get install ffmpeg
        </code>
      )}
      <SignalSwitch broadcast={broadcast} />
      {isOn && <LoudnessMeter lufs={lufs} />}
      {isOn && <Interruptions {...broadcast} />}
      {isOn && clean && <CleanLine clean={clean} />}
    </section>
  );
}

/** A second signal, which exists while some outlet is sent the picture without words. */
function CleanLine({ clean }: { clean: NonNullable<BroadcastState['clean']> }) {
  const t = useTranslations('control-room.broadcast.clean');
  return (
    <div data-clean={clean.signal} className="border-t border-line pt-2 text-sm">
      <p>{t(clean.signal === 'STARTING' ? 'STARTING' : 'RUNNING')}</p>
      <Interruptions {...clean} />
    </div>
  );
}

type Gaps = Pick<BroadcastState, 'restarts' | 'gapSeconds'>;

function Interruptions({ restarts, gapSeconds }: Gaps) {
  const t = useTranslations('control-room.broadcast');
  const format = useFormatter();
  return (
    <p data-count className="text-sm text-ink-2">
      {t('interruptions', {
        restarts,
        seconds: format.number(gapSeconds, { maximumFractionDigits: 1 }),
      })}
    </p>
  );
}

/** Stopping is asked about only while it would take the signal from somebody. */
function SignalSwitch({ broadcast }: { broadcast: BroadcastState }) {
  const t = useTranslations('control-room.broadcast.signal');
  const { sessionId, isOn } = broadcast;
  const start = useBroadcastCommand('broadcast:start');
  const stop = useBroadcastCommand('broadcast:stop');
  const [isAsking, setIsAsking] = useState(false);
  const end = () => stop.send({ sessionId });
  const wanted = broadcast.outlets.filter((one) => one.isOn).length;
  return (
    <>
      {isOn ? (
        <Button
          className="h-9!"
          icon={CircleStop}
          state={stop.state}
          onClick={() => (isSending(broadcast) ? setIsAsking(true) : void end())}
        >
          {t('stop')}
        </Button>
      ) : (
        <Button
          className="h-9!"
          tone="primary"
          icon={Play}
          state={start.state}
          onClick={() => void start.send({ sessionId })}
        >
          {t('start')}
        </Button>
      )}
      <ConfirmDialog
        open={isAsking}
        onOpen={setIsAsking}
        title={t('stopTitle')}
        confirmLabel={t('stop')}
        onConfirm={end}
      >
        {t('stopText', { count: wanted })}
      </ConfirmDialog>
    </>
  );
}
