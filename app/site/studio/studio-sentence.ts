import { hallSentence, type HallFacts, type HallSentence } from '../console/hall-sentence.ts';

type Shared = Extract<
  HallSentence,
  'takenOver' | 'ended' | 'refused' | 'lost' | 'lostLong' | 'connecting' | 'blocked'
>;
export type StudioSentence = Shared | 'up' | 'deskMuted' | 'deskSilent';

const SHARED: readonly HallSentence[] = [
  'takenOver',
  'ended',
  'refused',
  'lost',
  'lostLong',
  'connecting',
  'blocked',
];

type StudioFacts = Omit<HallFacts, 'camera' | 'isMutedByHall'> & { isMuted: boolean };

/** What stands between the studio and the air: the line first, then the desk's sound. */
export function studioSentence(facts: StudioFacts): StudioSentence {
  const shared = hallSentence({ ...facts, camera: 'GOOD', isMutedByHall: facts.isMuted });
  if (isShared(shared)) return shared;
  if (facts.isMuted) return 'deskMuted';
  return facts.sound === 'SILENT' || facts.sound === 'MISSING' ? 'deskSilent' : 'up';
}

function isShared(sentence: HallSentence): sentence is Shared {
  return SHARED.includes(sentence);
}
