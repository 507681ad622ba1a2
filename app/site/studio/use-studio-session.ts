'use client';

import { useEffect } from 'react';
import type { HallState } from '#contract/hall.ts';
import type { ProgrammeState } from '#contract/programme.ts';
import type { LineState } from '../../_media/line-state.ts';
import type { Line } from '../../_media/line.ts';
import type { SoundModel } from '../../_media/own-sound.ts';
import { useBlockedSound } from '../../_media/programme-sound.tsx';
import type { SlotTracks } from '../../_media/received-programme.ts';
import { useHall } from '../../_media/use-hall.ts';
import { useLine } from '../../_media/use-line.ts';
import { useProgramme, useProgrammeTracks } from '../../_media/use-programme.ts';
import { trimOf, useSentSource } from '../../_media/use-sent-source.ts';
import { useStore } from '../../_media/use-store.ts';
import { useNow } from '../../_ui/use-now.ts';
import { useWakeLock } from '../../_ui/use-wake-lock.ts';
import { useHallDuty } from '../console/use-hall-duty.ts';
import { useMute } from '../console/use-mute.ts';
import type { HallPlace } from '../hall-place.ts';
import { studioSentence, type StudioSentence } from './studio-sentence.ts';
import type { StudioCamera, StudioMedia } from './studio-media.ts';

export interface StudioSession {
  line: Line | null;
  lineState: LineState;
  isTakenOver: boolean;
  takeBack: () => void;
  hall: HallState | null;
  programme: ProgrammeState | null;
  tracks: SlotTracks;
  cameras: readonly StudioCamera[];
  desk: SoundModel;
  mute: ReturnType<typeof useMute>;
  sentence: StudioSentence;
  onSoundBlocked: (isBlocked: boolean) => void;
}

interface StudioSessionOptions {
  hallPlace: HallPlace;
  sessionId: string;
  media: StudioMedia;
  deskName: string;
}

/** Everything that the central hall does and knows in a session, for its screen. */
export function useStudioSession(options: StudioSessionOptions): StudioSession {
  const { hallPlace, sessionId, media, deskName } = options;
  const place = { sessionId, siteId: hallPlace.siteId };
  const { line, state: lineState, isTakenOver, takeBack } = useLine(sessionId);
  const hall = useHall(place);
  const programme = useProgramme(sessionId);
  const tracks = useProgrammeTracks(line);
  const cameras = useStore(media.cameras, media.cameras.read());
  const desk = useStore(media.desk.model, media.desk.model.read());
  const mute = useMute({ place, hall, sound: media.desk });
  const [isSoundBlocked, onSoundBlocked] = useBlockedSound();
  const source = useSentSource({
    line,
    offer: { key: 'desk', kind: 'SOUND_DESK', name: deskName },
    video: undefined,
    audio: media.desk.chain.track,
    hall,
  });
  const trimDb = trimOf(hall, source);
  useEffect(() => media.desk.chain.setTrim(trimDb), [media, trimDb]);
  const { camera } = cameras[0]!;
  useHallDuty({ line, place, camera, sound: media.desk, hall, ladder: 'NONE' });
  useWakeLock();
  const sentence = studioSentence({
    line: lineState,
    isTakenOver,
    nowMs: useNow(),
    hall,
    sound: desk.sound,
    isMuted: mute.isMutedByHall || (hall?.isMutedByCentre ?? false),
    isSoundRunning: desk.isRunning && !isSoundBlocked,
  });
  return {
    ...{ line, lineState, isTakenOver, takeBack, hall, programme, tracks },
    ...{ cameras, desk, mute, sentence, onSoundBlocked },
  };
}
