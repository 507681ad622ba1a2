import type { HallState } from '#contract/hall.ts';
import type { CameraModel } from '../../_media/own-camera.ts';
import type { LineState } from '../../_media/line-state.ts';
import type { SoundModel } from '../../_media/own-sound.ts';

export const SENTENCES = [
  'takenOver',
  'ended',
  'refused',
  'lost',
  'lostLong',
  'connecting',
  'blocked',
  'onAir',
  'onAirMuted',
  'onAirUnseen',
  'standby',
  'standbyMuted',
  'mutedByCentre',
  'nothing',
  'unseen',
  'unheard',
  'seen',
  'seenAndHeard',
] as const;
export type HallSentence = (typeof SENTENCES)[number];

export interface HallFacts {
  line: LineState;
  isTakenOver: boolean;
  nowMs: number;
  hall: HallState | null;
  camera: CameraModel['picture'];
  sound: SoundModel['sound'];
  isMutedByHall: boolean;
  isSoundRunning: boolean;
}

/** After so long a hall should turn its television on. */
const LONG_MS = 20_000;

/** The one sentence on top: whether the centre sees and hears the hall, or what stands in the way. */
export function hallSentence(facts: HallFacts): HallSentence {
  const { line, hall } = facts;
  if (facts.isTakenOver) return 'takenOver';
  if (line.kind === 'REFUSED') return line.code === 'SESSION_ENDED' ? 'ended' : 'refused';
  if (line.kind === 'LOST') return facts.nowMs - line.sinceMs > LONG_MS ? 'lostLong' : 'lost';
  if (line.kind === 'CONNECTING' || !hall) return 'connecting';
  if (!facts.isSoundRunning) return 'blocked';
  const isMuted = facts.isMutedByHall || hall.isMutedByCentre;
  const isSeen = facts.camera === 'GOOD';
  if (hall.isPictureOnAir || hall.isSoundOnAir) {
    if (isMuted || !isAudible(facts.sound)) return 'onAirMuted';
    return isSeen || !hall.isPictureOnAir ? 'onAir' : 'onAirUnseen';
  }
  if (hall.speakerRequest?.status === 'STANDBY') return isMuted ? 'standbyMuted' : 'standby';
  if (!isSeen) return isAudible(facts.sound) && !isMuted ? 'unseen' : 'nothing';
  if (hall.isMutedByCentre) return 'mutedByCentre';
  if (facts.isMutedByHall) return 'seen';
  return isAudible(facts.sound) ? 'seenAndHeard' : 'unheard';
}

function isAudible(sound: SoundModel['sound']): boolean {
  return sound === 'GOOD' || sound === 'CLIPPING';
}

export type SentenceTone = 'ok' | 'info' | 'warn' | 'danger' | 'onAir';

export const SENTENCE_TONES: Record<HallSentence, SentenceTone> = {
  takenOver: 'warn',
  ended: 'info',
  refused: 'danger',
  lost: 'warn',
  lostLong: 'danger',
  connecting: 'info',
  blocked: 'warn',
  onAir: 'onAir',
  onAirMuted: 'danger',
  onAirUnseen: 'danger',
  standby: 'warn',
  standbyMuted: 'warn',
  mutedByCentre: 'info',
  nothing: 'danger',
  unseen: 'warn',
  unheard: 'warn',
  seen: 'ok',
  seenAndHeard: 'ok',
};
