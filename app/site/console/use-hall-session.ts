'use client';

import { useEffect, useRef } from 'react';
import type { HallState } from '#contract/hall.ts';
import type { ProgrammeState } from '#contract/programme.ts';
import type { FollowingMode } from '#domain/following.ts';
import { useCommand } from '../../_live/use-command.ts';
import type { LineState } from '../../_media/line-state.ts';
import { trackOf, type CameraModel } from '../../_media/own-camera.ts';
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
import type { HallPlace } from '../hall-place.ts';
import { mustBeSilent } from '../mute-television.tsx';
import { hallSentence, type HallSentence } from './hall-sentence.ts';
import { useHallDuty } from './use-hall-duty.ts';
import { useMute } from './use-mute.ts';
import type { OwnMedia } from './use-own-media.ts';

export interface HallSession {
  place: { sessionId: string; siteId: string };
  line: LineState;
  isTakenOver: boolean;
  takeBack: () => void;
  hall: HallState | null;
  programme: ProgrammeState | null;
  tracks: SlotTracks;
  camera: CameraModel;
  sound: SoundModel;
  mute: ReturnType<typeof useMute>;
  mode: FollowingMode;
  chooseMode: (mode: FollowingMode) => void;
  /** The watch page’s picture instead of the line’s; silenced while the hall is called up, or another machine sounds. */
  watching: 'NO' | 'HEARD' | 'SILENCED';
  sentence: HallSentence;
  onSoundBlocked: (isBlocked: boolean) => void;
}

interface HallSessionOptions {
  hallPlace: HallPlace;
  sessionId: string;
  media: OwnMedia;
}

/** Everything that a hall in a session does and knows, for its screen. */
export function useHallSession({ hallPlace, sessionId, media }: HallSessionOptions): HallSession {
  const place = { sessionId, siteId: hallPlace.siteId };
  const { line, state, isTakenOver, takeBack } = useLine(sessionId);
  const hall = useHall(place);
  const programme = useProgramme(sessionId);
  const tracks = useProgrammeTracks(line);
  const camera = useStore(media.camera.model, media.camera.model.read());
  const sound = useStore(media.sound.model, media.sound.model.read());
  const mute = useMute({ place, hall, sound: media.sound });
  const [isSoundBlocked, onSoundBlocked] = useBlockedSound();
  const source = useSentSource({
    line,
    offer: { key: 'main', kind: 'HALL', name: hallPlace.siteName },
    video: trackOf(camera.device),
    audio: media.sound.chain.track,
    hall,
  });
  const trimDb = trimOf(hall, source);
  useEffect(() => media.sound.chain.setTrim(trimDb), [media, trimDb]);
  const duty = useHallDuty({ line, place, ...media, hall, ladder: 'BY_LINE' });
  const setMode = useCommand('hall:set-mode');
  const nowMs = useNow();
  useWakeLock();
  const chooseMode = (mode: FollowingMode) => {
    duty?.choose(mode);
    void setMode.run({ ...place, mode });
  };
  const chooseLatest = useRef(chooseMode);
  useEffect(() => {
    chooseLatest.current = chooseMode;
  });
  const sentence = hallSentence({
    line: state,
    isTakenOver,
    nowMs,
    hall,
    camera: camera.picture,
    sound: sound.sound,
    isMutedByHall: mute.isMutedByHall,
    isSoundRunning: sound.isRunning && !isSoundBlocked,
  });
  const mode = hall?.mode ?? 'FULL';
  const watching = watchingOf(hall);
  const isClosed = mode === 'WATCH' && hall?.watchPath === null;
  useEffect(() => {
    // The broadcast ended: the line gives what it can.
    if (isClosed) chooseLatest.current('SOUND_ONLY');
  }, [isClosed]);
  return {
    ...{ place, line: state, isTakenOver, takeBack, hall, programme, tracks, camera, sound },
    ...{ mute, mode, chooseMode, watching, sentence, onSoundBlocked },
  };
}

/** Called up, a hall hears the centre by its line, at once; else what it sees. */
function watchingOf(hall: HallState | null): HallSession['watching'] {
  if (hall?.mode !== 'WATCH' || hall.watchPath === null) return 'NO';
  return mustBeSilent(hall) || hall.soundOutput === 'PROJECTOR' ? 'SILENCED' : 'HEARD';
}
