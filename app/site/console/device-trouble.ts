import type { CameraModel } from '../../_media/own-camera.ts';
import type { DeviceTrouble } from '../../_media/own-device.ts';
import type { SoundModel } from '../../_media/own-sound.ts';

export type CameraTrouble = DeviceTrouble | 'BLACK' | 'FROZEN' | 'NO_PICTURE';
export type SoundTrouble = DeviceTrouble | 'SILENT' | 'CLIPPING';

/** What is wrong with the camera; null while nothing is, or while it starts. */
export function cameraTrouble({ device, picture }: CameraModel): CameraTrouble | null {
  if (device.kind === 'FAILED') return device.why;
  if (device.kind !== 'ON' || picture === 'GOOD') return null;
  return picture === 'MISSING' ? 'NO_PICTURE' : picture;
}

export function soundTrouble({ device, sound }: SoundModel): SoundTrouble | null {
  if (device.kind === 'FAILED') return device.why;
  if (device.kind !== 'ON' || sound === 'GOOD' || sound === 'MISSING') return null;
  return sound;
}
