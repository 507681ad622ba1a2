'use client';

import clsx from 'clsx';
import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { HallState } from '#contract/hall.ts';
import type { DeviceList } from '../../_media/device-list.ts';
import type { Line } from '../../_media/line.ts';
import { trackOf } from '../../_media/own-camera.ts';
import { useDevices } from '../../_media/use-devices.ts';
import { useSentSource } from '../../_media/use-sent-source.ts';
import { useStore } from '../../_media/use-store.ts';
import { Badge } from '../../_ui/badge.tsx';
import { Button, IconButton } from '../../_ui/button.tsx';
import { Card, Section } from '../../_ui/page-header.tsx';
import { DeviceChoice } from '../console/device-choice.tsx';
import { cameraTrouble } from '../console/device-trouble.ts';
import { OwnPicture } from '../console/own-picture.tsx';
import { TroubleNotice } from '../console/trouble-notice.tsx';
import { MAIN_CAMERA, MOST_CAMERAS, type StudioCamera, type StudioMedia } from './studio-media.ts';
import type { StudioSession } from './use-studio-session.ts';

interface CameraCardsProps {
  studio: StudioSession;
  media: StudioMedia;
  siteName: string;
}

/** Each camera is a source of its own for the director. */
export function CameraCards({ studio, media, siteName }: CameraCardsProps) {
  const t = useTranslations('hall.studio');
  const { cameras, line, hall } = studio;
  const list = useDevices(String(cameras.length));
  const used = cameras.map(
    ({ camera, deviceId }) => camera.track?.getSettings().deviceId ?? deviceId,
  );
  const free = list.cameras.find(({ id }) => !used.includes(id));
  return (
    <Section
      title={t('cameras')}
      actions={
        cameras.length < MOST_CAMERAS && (
          <Button icon={Plus} size="small" onClick={() => media.add(free?.id ?? null)}>
            {t('addCamera')}
          </Button>
        )
      }
    >
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {cameras.map((one, index) => (
          <CameraCard
            key={one.key}
            one={one}
            title={t('cameraNumber', { number: index + 1 })}
            name={
              one.key === MAIN_CAMERA ? siteName : t('sourceName', { siteName, number: index + 1 })
            }
            line={line}
            hall={hall}
            list={list}
            media={media}
          />
        ))}
      </div>
    </Section>
  );
}

interface CameraCardProps {
  one: StudioCamera;
  title: string;
  /** As the director and the name strap call it, until it is renamed. */
  name: string;
  line: Line | null;
  hall: HallState | null;
  list: DeviceList;
  media: StudioMedia;
}

function CameraCard({ one, title, name, line, hall, list, media }: CameraCardProps) {
  const t = useTranslations('hall.studio');
  const model = useStore(one.camera.model, one.camera.model.read());
  const source = useSentSource({
    line,
    offer: { key: one.key, kind: 'CAMERA', name },
    video: trackOf(model.device),
    audio: undefined,
    hall,
  });
  const isWanted = hall?.wantedSourceIds.includes(source?.sourceId ?? '') ?? false;
  const trouble = cameraTrouble(model);
  return (
    <Card className={clsx('flex flex-col gap-3 p-3', isWanted && 'outline-2 outline-ok-ink')}>
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-base font-semibold">{title}</h3>
        <div className="flex items-center gap-1">
          <Badge tone={isWanted ? 'ok' : 'neutral'}>{t(isWanted ? 'wanted' : 'idle')}</Badge>
          {one.key !== MAIN_CAMERA && (
            <IconButton
              icon={X}
              size="small"
              label={t('removeCamera')}
              onClick={() => media.remove(one.key)}
            />
          )}
        </div>
      </div>
      <OwnPicture camera={model} />
      {trouble && (
        <TroubleNotice
          of="camera"
          trouble={trouble}
          onAgain={() => one.camera.start(one.deviceId)}
        />
      )}
      <DeviceChoice
        label={t('cameras')}
        choices={list.cameras}
        chosenId={one.deviceId}
        device={model.device}
        onChoose={(deviceId) => media.choose(one.key, deviceId)}
      />
    </Card>
  );
}
