'use client';

import clsx from 'clsx';
import { Mic, MicOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { LevelMeter } from '../../_media/level-meter.tsx';
import type { OwnSound } from '../../_media/own-sound.ts';

interface MicrophoneSwitchProps {
  sound: OwnSound;
  isMutedByHall: boolean;
  isMutedByCentre: boolean;
  failure: string | null;
  onToggle: () => void;
}

/** One switch, as wide as the column: its colour, icon and words all say the same. */
export function MicrophoneSwitch({
  sound,
  isMutedByHall,
  isMutedByCentre,
  failure,
  onToggle,
}: MicrophoneSwitchProps) {
  const t = useTranslations('hall');
  const isOff = isMutedByHall || isMutedByCentre;
  const Icon = isOff ? MicOff : Mic;
  const state = isMutedByHall ? 'offByHall' : isMutedByCentre ? 'offByCentre' : 'on';
  return (
    <section aria-label={t('microphone')} className="flex flex-col gap-2">
      <button
        type="button"
        role="switch"
        aria-checked={!isMutedByHall}
        data-microphone={isOff ? 'off' : 'on'}
        onClick={onToggle}
        className={clsx(
          'flex min-h-20 items-center gap-4 rounded-lg border-2 px-4 py-3 text-left transition-colors',
          isOff
            ? 'border-danger bg-danger-soft text-danger-ink'
            : 'border-ok-ink bg-ok-soft text-ok-ink',
        )}
      >
        <Icon aria-hidden className="size-10 shrink-0" />
        <span className="min-w-0">
          <span className="block text-lg font-semibold">{t(`mic.${state}.title`)}</span>
          <span className="block text-ink">{t(`mic.${state}.text`)}</span>
        </span>
      </button>
      <LevelMeter label={t('level')} read={sound.read} isQuiet={isOff} />
      {failure && (
        <p role="alert" className="text-danger-ink">
          {failure}
        </p>
      )}
    </section>
  );
}
