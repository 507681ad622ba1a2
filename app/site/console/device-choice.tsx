'use client';

import { useTranslations } from 'next-intl';
import type { DeviceChoice as Choice } from '../../_media/device-list.ts';
import type { DeviceState } from '../../_media/own-device.ts';
import { trackOf } from '../../_media/own-camera.ts';
import { Select } from '../../_ui/select.tsx';

interface DeviceChoiceProps {
  label: string;
  choices: readonly Choice[];
  chosenId: string | null;
  /** Of a camera or microphone: the one that is on counts, whatever was asked for. */
  device?: DeviceState;
  onChoose: (id: string) => void;
}

/** Which camera, microphone or loudspeaker of this machine. */
export function DeviceChoice({ label, choices, chosenId, device, onChoose }: DeviceChoiceProps) {
  const t = useTranslations('hall');
  const usedId = device && trackOf(device)?.getSettings().deviceId;
  const only = choices.length === 1 ? choices[0]!.id : null;
  const known = choices.some(({ id }) => id === (usedId ?? chosenId));
  return (
    <Select
      label={label}
      value={known ? (usedId ?? chosenId) : only}
      placeholder={t(choices.length === 0 ? 'noneFound' : 'systemDevice')}
      disabled={choices.length === 0}
      options={choices.map(({ id, label: name }, index) => ({
        value: id,
        label: name || t('unnamedDevice', { number: index + 1 }),
      }))}
      onValue={onChoose}
    />
  );
}
