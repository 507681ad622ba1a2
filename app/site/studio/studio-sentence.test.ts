import { expect, it } from 'vitest';
import { exampleHallState, type HallState } from '#contract/hall.ts';
import { studioSentence } from './studio-sentence.ts';

const WELL = {
  line: { kind: 'UP' as const },
  isTakenOver: false,
  nowMs: 0,
  hall: { ...exampleHallState, speakerRequest: null } as HallState,
  sound: 'GOOD' as const,
  isMuted: false,
  isSoundRunning: true,
};

it('says first what the line does, then what the desk does', () => {
  expect(studioSentence(WELL)).toBe('up');
  expect(studioSentence({ ...WELL, isMuted: true })).toBe('deskMuted');
  expect(studioSentence({ ...WELL, sound: 'SILENT' })).toBe('deskSilent');
  expect(studioSentence({ ...WELL, isMuted: true, line: { kind: 'LOST', sinceMs: 0 } })).toBe(
    'lost',
  );
  expect(studioSentence({ ...WELL, isSoundRunning: false })).toBe('blocked');
});
