'use client';

import clsx from 'clsx';
import { Radio, VideoOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { trackOf, type CameraModel } from '../../_media/own-camera.ts';
import { SlotPicture } from '../../_media/slot-media.tsx';
import { Badge } from '../../_ui/badge.tsx';

interface OwnPictureProps {
  camera: CameraModel;
  isOnAir?: boolean;
  className?: string;
}

/** The hall as its camera sees it, straight from the camera; a gold frame while all halls see it. */
export function OwnPicture({ camera, isOnAir = false, className }: OwnPictureProps) {
  const t = useTranslations('hall');
  const track = trackOf(camera.device);
  return (
    <div
      data-camera={camera.device.kind === 'ON' ? camera.picture : camera.device.kind}
      className={clsx(
        'relative aspect-video overflow-hidden rounded-lg bg-black',
        isOnAir && 'outline-4 outline-on-air',
        className,
      )}
    >
      <SlotPicture
        slot="OWN"
        track={track}
        className={clsx('size-full object-contain', !track && 'invisible')}
      />
      {!track && (
        <div className="absolute inset-0 flex flex-col items-center justify-center gap-2 text-white">
          <VideoOff aria-hidden className="size-8" />
          <p>{t(camera.device.kind === 'FAILED' ? 'noPicture' : 'pictureStarts')}</p>
        </div>
      )}
      {isOnAir && (
        <div className="absolute top-2 left-2">
          <Badge tone="onAir" icon={Radio}>
            {t('onAir')}
          </Badge>
        </div>
      )}
    </div>
  );
}
