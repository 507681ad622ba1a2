'use client';

import { ArrowRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { LevelMeter } from '../../_media/level-meter.tsx';
import { NO_CAMERA } from '../../_media/own-camera.ts';
import { NO_SOUND } from '../../_media/own-sound.ts';
import { useDevices } from '../../_media/use-devices.ts';
import { useStore } from '../../_media/use-store.ts';
import { Button } from '../../_ui/button.tsx';
import { Notice } from '../../_ui/notice.tsx';
import { Card, PageHeader } from '../../_ui/page-header.tsx';
import { Select } from '../../_ui/select.tsx';
import type { HallPlace } from '../hall-place.ts';
import type { DoorSession } from '../session-choice.ts';
import { DeviceChoice } from './device-choice.tsx';
import { cameraTrouble, soundTrouble } from './device-trouble.ts';
import { HelpLines } from './help-lines.tsx';
import { OwnPicture } from './own-picture.tsx';
import { TroubleNotice } from './trouble-notice.tsx';
import type { UseOwnMedia } from './use-own-media.ts';

interface JoinScreenProps {
  place: HallPlace;
  session: DoorSession;
  own: UseOwnMedia;
  onSession: (sessionId: string) => void;
  onJoin: () => void;
}

const noLevel = () => [];

/** Before the conference: see yourself, hear yourself, go in. */
export function JoinScreen({ place, session, own, onSession, onJoin }: JoinScreenProps) {
  const t = useTranslations('hall');
  const { media, chosen, choose } = own;
  const camera = useStore(media?.camera.model ?? null, NO_CAMERA);
  const sound = useStore(media?.sound.model ?? null, NO_SOUND);
  const list = useDevices(`${camera.device.kind} ${sound.device.kind}`);
  const ofCamera = cameraTrouble(camera);
  const ofSound = soundTrouble(sound);
  return (
    <>
      <PageHeader title={place.siteName} note={place.conferenceName} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]">
        <section aria-label={t('ownPicture')} className="flex flex-col gap-3">
          <OwnPicture camera={camera} />
          <LevelMeter label={t('level')} read={media?.sound.read ?? noLevel} />
          <p className="text-ink-2">{t(sound.isRunning ? 'levelHint' : 'levelBlocked')}</p>
        </section>
        <Card className="flex flex-col gap-4 p-4 sm:p-6">
          <h2 className="text-lg font-semibold">{t('joinTitle')}</h2>
          {place.sessions.length > 1 && (
            <Select
              label={t('session')}
              value={session.id}
              options={place.sessions.map(({ id, name }) => ({ value: id, label: name }))}
              onValue={onSession}
            />
          )}
          <DeviceChoice
            label={t('camera')}
            choices={list.cameras}
            chosenId={chosen.cameraId}
            device={camera.device}
            onChoose={(cameraId) => choose({ cameraId })}
          />
          {ofCamera && (
            <TroubleNotice
              of="camera"
              trouble={ofCamera}
              onAgain={() => media?.camera.start(chosen.cameraId)}
            />
          )}
          <DeviceChoice
            label={t('microphone')}
            choices={list.microphones}
            chosenId={chosen.microphoneId}
            device={sound.device}
            onChoose={(microphoneId) => choose({ microphoneId })}
          />
          {ofSound && (
            <TroubleNotice
              of="microphone"
              trouble={ofSound}
              onAgain={() => media?.sound.start(chosen.microphoneId)}
            />
          )}
          {!ofCamera && !ofSound && camera.device.kind === 'ON' && sound.device.kind === 'ON' && (
            <Notice tone="ok">{t('allWell')}</Notice>
          )}
          <Button tone="primary" size="large" icon={ArrowRight} onClick={onJoin}>
            {t(ofCamera || ofSound ? 'joinAnyway' : 'join')}
          </Button>
          <p className="text-ink-2">{t('joinHint')}</p>
        </Card>
      </div>
      <HelpLines helpPhone={place.helpPhone} hall={null} />
    </>
  );
}
