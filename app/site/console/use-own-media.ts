'use client';

import { useEffect, useState } from 'react';
import { OwnCamera } from '../../_media/own-camera.ts';
import { OwnSound } from '../../_media/own-sound.ts';
import { rememberDevices, rememberedDevices, type Remembered } from '../remembered.ts';

export interface OwnMedia {
  camera: OwnCamera;
  sound: OwnSound;
}

export interface UseOwnMedia {
  media: OwnMedia | null;
  chosen: Remembered;
  /** Chooses devices; those left out stay. */
  choose: (change: Partial<Remembered>) => void;
}

/** The hall's camera and microphone, on from the first moment: people see and hear what will be sent. */
export function useOwnMedia(): UseOwnMedia {
  const [media, setMedia] = useState<OwnMedia | null>(null);
  const [chosen, setChosen] = useState<Remembered>(() =>
    typeof window === 'undefined'
      ? { cameraId: null, microphoneId: null, speakerId: null }
      : rememberedDevices(),
  );
  useEffect(() => {
    const own: OwnMedia = { camera: new OwnCamera(), sound: new OwnSound('MICROPHONE') };
    const { cameraId, microphoneId } = rememberedDevices();
    own.camera.start(cameraId);
    own.sound.start(microphoneId);
    queueMicrotask(() => setMedia(own));
    const wake = () => void own.sound.chain.resume();
    document.addEventListener('pointerdown', wake);
    document.addEventListener('keydown', wake);
    return () => {
      document.removeEventListener('pointerdown', wake);
      document.removeEventListener('keydown', wake);
      own.camera.close();
      own.sound.close();
    };
  }, []);
  const choose = (change: Partial<Remembered>) => {
    const next = { ...chosen, ...change };
    setChosen(next);
    rememberDevices(next);
    if (change.cameraId !== undefined) media?.camera.start(change.cameraId);
    if (change.microphoneId !== undefined) media?.sound.start(change.microphoneId);
  };
  return { media, chosen, choose };
}
