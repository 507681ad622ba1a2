'use client';

import {
  AudioLines,
  Cable,
  Camera,
  EyeOff,
  Lock,
  MonitorX,
  ShieldAlert,
  Snowflake,
  VolumeX,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '../../_ui/button.tsx';
import type { CameraTrouble, SoundTrouble } from './device-trouble.ts';

const ICONS: Record<CameraTrouble | SoundTrouble, LucideIcon> = {
  INSECURE: Lock,
  DENIED: ShieldAlert,
  MISSING: Cable,
  IN_USE: MonitorX,
  UNPLUGGED: Cable,
  FAILED: MonitorX,
  BLACK: EyeOff,
  FROZEN: Snowflake,
  NO_PICTURE: Camera,
  SILENT: VolumeX,
  CLIPPING: AudioLines,
};

type TroubleNoticeProps = {
  onAgain: () => void;
  /** Opens the choice of other devices, where it isn't beside the notice. */
  onChoose?: () => void;
} & ({ of: 'camera'; trouble: CameraTrouble } | { of: 'microphone'; trouble: SoundTrouble });

/** What is wrong with a device, and which cable or setting to look at. */
export function TroubleNotice(props: TroubleNoticeProps) {
  const t = useTranslations('hall');
  const Icon = ICONS[props.trouble];
  const key =
    props.of === 'camera'
      ? (`trouble.camera.${props.trouble}` as const)
      : (`trouble.microphone.${props.trouble}` as const);
  const canRetry = props.trouble !== 'INSECURE' && props.trouble !== 'CLIPPING';
  return (
    <div
      role="alert"
      data-trouble={props.trouble}
      className="flex items-start gap-3 rounded-lg bg-warn-soft px-4 py-3"
    >
      <Icon aria-hidden className="mt-0.5 size-7 shrink-0 text-warn-ink" />
      <div className="flex min-w-0 flex-1 flex-col items-start gap-2">
        <p>
          <span className="font-semibold">{t(`${key}.title`)}</span> {t(`${key}.text`)}
        </p>
        <div className="flex flex-wrap gap-2">
          {canRetry && (
            <Button size="small" onClick={props.onAgain}>
              {t('again')}
            </Button>
          )}
          {props.onChoose && (
            <Button size="small" onClick={props.onChoose}>
              {t('chooseOther')}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
