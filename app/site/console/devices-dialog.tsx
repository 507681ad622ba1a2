'use client';

import { useTranslations } from 'next-intl';
import { SOUND_OUTPUTS, type HallState } from '#contract/hall.ts';
import type { FollowingMode } from '#domain/following.ts';
import { useCommand } from '../../_live/use-command.ts';
import type { CameraModel } from '../../_media/own-camera.ts';
import type { SoundModel } from '../../_media/own-sound.ts';
import { useDevices } from '../../_media/use-devices.ts';
import { Dialog } from '../../_ui/dialog.tsx';
import { Select } from '../../_ui/select.tsx';
import { DeviceChoice } from './device-choice.tsx';
import type { UseOwnMedia } from './use-own-media.ts';

interface DevicesDialogProps {
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  own: UseOwnMedia;
  camera: CameraModel;
  sound: SoundModel;
  hall: HallState | null;
  place: { sessionId: string; siteId: string };
  onMode: (mode: FollowingMode) => void;
}

const MODES = ['FULL', 'LOWER', 'SOUND_ONLY'] as const;

/** Other devices and another way to follow, without leaving the conference. */
export function DevicesDialog(props: DevicesDialogProps) {
  const { own, camera, sound, hall } = props;
  const t = useTranslations('hall');
  const list = useDevices(`${camera.device.kind} ${sound.device.kind}`);
  const { chosen, choose } = own;
  return (
    <Dialog open={props.isOpen} onOpen={props.onOpen} title={t('devices')}>
      <div className="flex flex-col gap-4">
        <DeviceChoice
          label={t('camera')}
          choices={list.cameras}
          chosenId={chosen.cameraId}
          device={camera.device}
          onChoose={(cameraId) => choose({ cameraId })}
        />
        <DeviceChoice
          label={t('microphone')}
          choices={list.microphones}
          chosenId={chosen.microphoneId}
          device={sound.device}
          onChoose={(microphoneId) => choose({ microphoneId })}
        />
        <DeviceChoice
          label={t('speaker')}
          choices={list.speakers}
          chosenId={chosen.speakerId}
          onChoose={(speakerId) => choose({ speakerId })}
        />
        {hall && <SoundOutputChoice hall={hall} place={props.place} />}
        {hall && (
          <Select
            label={t('followingChoice')}
            value={hall.mode === 'TELEVISION' ? 'SOUND_ONLY' : hall.mode}
            options={(hall.watchPath ? ([...MODES, 'WATCH'] as const) : MODES).map((mode) => ({
              value: mode,
              label: t(`followingMode.${mode}`),
            }))}
            onValue={props.onMode}
          />
        )}
      </div>
    </Dialog>
  );
}

/** Only one machine of a hall plays the programme. */
export function SoundOutputChoice({
  hall,
  place,
}: {
  hall: HallState;
  place: DevicesDialogProps['place'];
}) {
  const t = useTranslations('hall');
  const choose = useCommand('hall:set-sound-output');
  return (
    <Select
      label={t('soundOutput')}
      hint={t('soundOutputHint')}
      error={choose.failure}
      value={hall.soundOutput}
      options={SOUND_OUTPUTS.map((output) => ({
        value: output,
        label: t(`soundOutputOf.${output}`),
      }))}
      onValue={(soundOutput) => void choose.run({ ...place, soundOutput })}
    />
  );
}
