'use client';

import clsx from 'clsx';
import { Volume2, VolumeX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { LevelMeter } from '../../_media/level-meter.tsx';
import { useDevices } from '../../_media/use-devices.ts';
import { useStore } from '../../_media/use-store.ts';
import { Card, Section } from '../../_ui/page-header.tsx';
import { DeviceChoice } from '../console/device-choice.tsx';
import { soundTrouble } from '../console/device-trouble.ts';
import { TroubleNotice } from '../console/trouble-notice.tsx';
import type { StudioMedia } from './studio-media.ts';
import type { StudioSession } from './use-studio-session.ts';

interface DeskCardProps {
  studio: StudioSession;
  media: StudioMedia;
}

/** The mixing desk's sound: both channels, untouched, with meters that hold their peaks. */
export function DeskCard({ studio, media }: DeskCardProps) {
  const t = useTranslations('hall');
  const { desk, mute, hall } = studio;
  const deskId = useStore(media.deskId, null);
  const list = useDevices(desk.device.kind);
  const trouble = soundTrouble(desk);
  const isOff = mute.isMutedByHall || (hall?.isMutedByCentre ?? false);
  const Icon = isOff ? VolumeX : Volume2;
  return (
    <Section title={t('studio.desk')}>
      <Card className="flex flex-col gap-4 p-3">
        <button
          type="button"
          role="switch"
          aria-checked={!mute.isMutedByHall}
          data-microphone={isOff ? 'off' : 'on'}
          onClick={mute.toggle}
          className={clsx(
            'flex min-h-14 items-center gap-3 rounded-lg border-2 px-4 text-lg font-semibold',
            isOff
              ? 'border-danger bg-danger-soft text-danger-ink'
              : 'border-ok-ink bg-ok-soft text-ok-ink',
          )}
        >
          <Icon aria-hidden className="size-7" />
          {t(isOff ? 'studio.deskOff' : 'studio.deskOn')}
        </button>
        {mute.failure && <p role="alert">{mute.failure}</p>}
        <LevelMeter label={t('studio.desk')} read={media.desk.read} shape="desk" isQuiet={isOff} />
        {trouble && (
          <TroubleNotice
            of="microphone"
            trouble={trouble}
            onAgain={() => media.desk.start(deskId)}
          />
        )}
        <DeviceChoice
          label={t('studio.deskInput')}
          choices={list.microphones}
          chosenId={deskId}
          device={desk.device}
          onChoose={(id) => media.chooseDesk(id)}
        />
        <p className="text-sm text-ink-2">{t('studio.deskHint')}</p>
      </Card>
    </Section>
  );
}
