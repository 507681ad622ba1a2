import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canStep, SPEAKER_STATUSES, SPEAKER_STEPS, speakerStatus } from './speaker-queue.ts';
import type { SpeakerMoments, SpeakerStep } from './speaker-queue.ts';

const FRESH: SpeakerMoments = {
  requestedAtMs: 0,
  acceptedAtMs: null,
  standbyAtMs: null,
  onAirAtMs: null,
  endedAtMs: null,
};

/** What each step stores. */
const STORES: Record<SpeakerStep, keyof SpeakerMoments> = {
  ACCEPT: 'acceptedAtMs',
  PREPARE: 'standbyAtMs',
  CALL: 'onAirAtMs',
  FINISH: 'endedAtMs',
  DECLINE: 'endedAtMs',
  WITHDRAW: 'endedAtMs',
};

function step(moments: SpeakerMoments, name: SpeakerStep, atMs: number): SpeakerMoments {
  return canStep(speakerStatus(moments), name) ? { ...moments, [STORES[name]]: atMs } : moments;
}

const steps = fc.array(fc.constantFrom(...SPEAKER_STEPS), { maxLength: 12 });

describe('a request to speak', () => {
  it('only ever goes forward, whatever steps are tried', () => {
    fc.assert(
      fc.property(steps, (names) => {
        let moments = FRESH;
        names.forEach((name, index) => {
          const before = SPEAKER_STATUSES.indexOf(speakerStatus(moments));
          moments = step(moments, name, index + 1);
          expect(SPEAKER_STATUSES.indexOf(speakerStatus(moments))).toBeGreaterThanOrEqual(before);
        });
      }),
    );
  });

  it('takes each step that is open to another status, so that no step is lost on the way', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(...SPEAKER_STEPS), (names, name) => {
        const moments = names.reduce((before, one, index) => step(before, one, index + 1), FRESH);
        fc.pre(canStep(speakerStatus(moments), name));
        const after = step(moments, name, 99);
        expect(speakerStatus(after)).not.toBe(speakerStatus(moments));
      }),
    );
  });

  it('can always come to its end from where it is', () => {
    for (const status of SPEAKER_STATUSES.filter((one) => one !== 'ENDED')) {
      const ends = SPEAKER_STEPS.filter((name) => STORES[name] === 'endedAtMs');
      expect(ends.some((name) => canStep(status, name))).toBe(true);
    }
    for (const name of SPEAKER_STEPS) expect(canStep('ENDED', name)).toBe(false);
  });

  it('of a hall on air is taken down by the centre alone', () => {
    expect(SPEAKER_STEPS.filter((name) => canStep('ON_AIR', name))).toEqual(['FINISH']);
  });

  it('may be called up straight from the raised hand', () => {
    expect(speakerStatus(step(FRESH, 'CALL', 1))).toBe('ON_AIR');
  });
});
