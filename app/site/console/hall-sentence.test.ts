import { describe, expect, it } from 'vitest';
import { exampleHallState, type HallState } from '#contract/hall.ts';
import vi from '../../messages/vi/hall.json' with { type: 'json' };
import { hallSentence, SENTENCES, type HallFacts } from './hall-sentence.ts';

const HALL = { ...exampleHallState, speakerRequest: null, waitingBefore: null } as HallState;
const WELL: HallFacts = {
  line: { kind: 'UP' },
  isTakenOver: false,
  nowMs: 100_000,
  hall: HALL,
  camera: 'GOOD',
  sound: 'GOOD',
  isMutedByHall: false,
  isSoundRunning: true,
};
const sentence = (facts: Partial<HallFacts>) => hallSentence({ ...WELL, ...facts });
const standby = {
  ...exampleHallState.speakerRequest,
  status: 'STANDBY',
} as HallState['speakerRequest'];

describe('hallSentence', () => {
  it('says that the centre sees and hears the hall', () => {
    expect(sentence({})).toBe('seenAndHeard');
    expect(sentence({ sound: 'CLIPPING' })).toBe('seenAndHeard');
  });

  it('never claims what is not so', () => {
    expect(sentence({ isMutedByHall: true })).toBe('seen');
    expect(sentence({ hall: { ...HALL, isMutedByCentre: true } })).toBe('mutedByCentre');
    for (const camera of ['BLACK', 'FROZEN', 'MISSING'] as const) {
      expect(sentence({ camera })).toBe('unseen');
      expect(sentence({ camera, isMutedByHall: true })).toBe('nothing');
    }
    for (const sound of ['SILENT', 'MISSING'] as const) expect(sentence({ sound })).toBe('unheard');
    expect(sentence({ isSoundRunning: false })).toBe('blocked');
  });

  it('puts the line before everything else', () => {
    const onAir = { ...HALL, isPictureOnAir: true };
    expect(sentence({ hall: onAir, line: { kind: 'LOST', sinceMs: 95_000 } })).toBe('lost');
    expect(sentence({ hall: onAir, line: { kind: 'LOST', sinceMs: 50_000 } })).toBe('lostLong');
    expect(sentence({ line: { kind: 'CONNECTING' } })).toBe('connecting');
    expect(sentence({ line: { kind: 'REFUSED', code: 'SESSION_ENDED' } })).toBe('ended');
    expect(sentence({ line: { kind: 'REFUSED', code: 'SESSION_NOT_OPEN' } })).toBe('refused');
    expect(sentence({ isTakenOver: true })).toBe('takenOver');
  });

  it('warns a hall on air that is not heard or seen', () => {
    const hall = { ...HALL, isPictureOnAir: true, isSoundOnAir: true };
    expect(sentence({ hall })).toBe('onAir');
    expect(sentence({ hall, isMutedByHall: true })).toBe('onAirMuted');
    expect(sentence({ hall, sound: 'SILENT' })).toBe('onAirMuted');
    expect(sentence({ hall, camera: 'BLACK' })).toBe('onAirUnseen');
  });

  it('tells a hall on standby to get ready', () => {
    const hall = { ...HALL, speakerRequest: standby };
    expect(sentence({ hall })).toBe('standby');
    expect(sentence({ hall, isMutedByHall: true })).toBe('standbyMuted');
  });

  it('has words for each', () => {
    for (const one of SENTENCES) expect(vi.sentence[one].title).toBeTruthy();
  });
});
