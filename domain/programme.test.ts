import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  closeInset,
  EMPTY_PROGRAMME,
  LAYOUTS,
  sitesOnAir,
  SLOTS,
  slotsWithheld,
  sourcesOfSlots,
  take,
} from './programme.ts';
import type { Programme, ProgrammeSource, Slot, Take } from './programme.ts';

const source = (
  sourceId: string,
  siteId: string,
  kind: ProgrammeSource['kind'],
): ProgrammeSource => ({ sourceId, siteId, kind, isCentral: siteId === 'centre' });

const SOURCES = [
  source('camera-1', 'centre', 'CAMERA'),
  source('camera-2', 'centre', 'CAMERA'),
  source('screen', 'centre', 'SCREEN'),
  source('desk', 'centre', 'SOUND_DESK'),
  source('hall-a', 'a', 'HALL'),
  source('hall-a2', 'a', 'HALL'),
  source('hall-b', 'b', 'HALL'),
];
const SITES = ['centre', 'a', 'b', 'c'];
const find = (sourceId: string) => SOURCES.find((one) => one.sourceId === sourceId);

const anySource = fc.constantFrom(null, ...SOURCES.map(({ sourceId }) => sourceId));
const anyTake: fc.Arbitrary<Take> = fc.record({
  mainSourceId: anySource,
  insetSourceId: anySource,
  layout: fc.constantFrom(...LAYOUTS),
  sound: fc.constantFrom('FOLLOWS', 'STAYS'),
});

/** What a director may do to a programme, besides a take. */
const anyAction: fc.Arbitrary<(programme: Programme) => Programme> = fc.oneof(
  anyTake.map((taken) => (programme: Programme) => take(programme, taken, find)),
  fc
    .record({ hallSoundSourceId: anySource, isHallSoundMuted: fc.boolean() })
    .map((chosen) => (programme: Programme) => ({ ...programme, ...chosen })),
  fc
    .record({ centreSoundSourceId: anySource, isCentreSoundMuted: fc.boolean() })
    .map((chosen) => (programme: Programme) => ({ ...programme, ...chosen })),
  anySource.map((previewSourceId) => (programme: Programme) => ({ ...programme, previewSourceId })),
);

/** Every programme that actions can lead to. */
const anyProgramme = fc
  .array(anyAction, { maxLength: 10 })
  .map((actions) => actions.reduce((programme, act) => act(programme), EMPTY_PROGRAMME));

/** What a hall gets: of every slot that is not withheld from it. */
function received(programme: Programme, siteId: string): Partial<Record<Slot, string | null>> {
  const withheld = slotsWithheld(programme, siteId, find);
  const sources = Object.entries(sourcesOfSlots(programme)) as [Slot, string | null][];
  return Object.fromEntries(sources.filter(([slot]) => !withheld.has(slot)));
}

const siteOf = (sourceId: string | null | undefined) =>
  sourceId ? find(sourceId)?.siteId : undefined;

describe('in every programme that can come about', () => {
  it('no hall is given its own sound, whether it is muted or not', () => {
    fc.assert(
      fc.property(anyProgramme, fc.constantFrom(...SITES), (programme, siteId) => {
        const unmuted = { ...programme, isCentreSoundMuted: false, isHallSoundMuted: false };
        for (const one of [programme, unmuted]) {
          const { SOUND_CENTRE, SOUND_HALL } = received(one, siteId);
          expect(siteOf(SOUND_CENTRE)).not.toBe(siteId);
          expect(siteOf(SOUND_HALL)).not.toBe(siteId);
        }
        expect(slotsWithheld(unmuted, siteId, find)).toEqual(
          slotsWithheld(programme, siteId, find),
        );
      }),
    );
  });

  it('a hall with the main picture sees the centre instead of itself; all others see it', () => {
    fc.assert(
      fc.property(anyProgramme, fc.constantFrom('a', 'b', 'c'), (programme, siteId) => {
        const slots = Object.keys(received(programme, siteId));
        const isOnAir = siteOf(programme.mainSourceId) === siteId;
        expect(slots.includes('MAIN')).toBe(!isOnAir);
        expect(slots.includes('RETURN')).toBe(isOnAir);
      }),
    );
  });

  it('whoever is not on air lacks RETURN alone', () => {
    fc.assert(
      fc.property(anyProgramme, (programme) => {
        const onAir = sitesOnAir(programme, find);
        for (const siteId of SITES.filter((one) => !onAir.has(one))) {
          expect([...slotsWithheld(programme, siteId, find)]).toEqual(['RETURN']);
        }
      }),
    );
  });

  it('the layout is FULL exactly when there is no second picture', () => {
    fc.assert(
      fc.property(anyProgramme, anyTake, (programme, taken) => {
        const next = take(programme, taken, find);
        expect(next.layout === 'FULL').toBe(next.insetSourceId === null);
      }),
    );
  });

  it('a take sets the pictures it names, and a cut-away leaves every sound', () => {
    fc.assert(
      fc.property(anyProgramme, anyTake, (programme, taken) => {
        const next = take(programme, taken, find);
        expect(next.mainSourceId).toBe(taken.mainSourceId);
        expect(next.previewSourceId).toBe(programme.previewSourceId);
        if (taken.sound === 'FOLLOWS') return;
        expect(next.hallSoundSourceId).toBe(programme.hallSoundSourceId);
        expect(next.centreSoundSourceId).toBe(programme.centreSoundSourceId);
      }),
    );
  });

  it('what the hall on air sees is a picture of the centre, never its slides', () => {
    fc.assert(
      fc.property(anyProgramme, ({ returnSourceId }) => {
        if (returnSourceId === null) return;
        expect(find(returnSourceId)).toMatchObject({ isCentral: true });
        expect(find(returnSourceId)?.kind).not.toBe('SCREEN');
      }),
    );
  });
});

describe('a take', () => {
  const full = { insetSourceId: null, layout: 'FULL', sound: 'FOLLOWS' } as const;
  const start = take(EMPTY_PROGRAMME, { mainSourceId: 'camera-1', ...full }, find);

  it('of the centre is heard, and stays heard beside a hall', () => {
    expect(start.centreSoundSourceId).toBe('camera-1');
    const called = take(start, { mainSourceId: 'hall-a', ...full }, find);
    expect(called).toMatchObject({
      centreSoundSourceId: 'camera-1',
      hallSoundSourceId: 'hall-a',
      returnSourceId: 'camera-1',
    });
  });

  it('of slides with a hall beside them keeps the hall heard', () => {
    const called = take(start, { mainSourceId: 'hall-a', ...full }, find);
    const slides = { mainSourceId: 'screen', insetSourceId: 'hall-a', layout: 'INSET' } as const;
    const shown = take(called, { ...slides, sound: 'FOLLOWS' }, find);
    expect(shown).toMatchObject({ hallSoundSourceId: 'hall-a', returnSourceId: 'camera-1' });
  });

  it('of the slate silences the hall', () => {
    const called = take(start, { mainSourceId: 'hall-b', ...full }, find);
    expect(take(called, { mainSourceId: null, ...full }, find).hallSoundSourceId).toBeNull();
  });

  it('names every slot', () => {
    expect(Object.keys(sourcesOfSlots(start)).sort()).toEqual([...SLOTS].sort());
  });
});

describe('a second picture whose source ended', () => {
  const beside = (mainSourceId: string, insetSourceId: string) =>
    take(EMPTY_PROGRAMME, { mainSourceId, insetSourceId, layout: 'INSET', sound: 'FOLLOWS' }, find);

  it('leaves the main picture in full, and is heard no more', () => {
    const programme = beside('camera-1', 'hall-a');
    expect(programme.hallSoundSourceId).toBe('hall-a');
    expect(closeInset(programme)).toEqual({
      ...programme,
      insetSourceId: null,
      layout: 'FULL',
      hallSoundSourceId: null,
    });
  });

  it('leaves the sound of the hall that speaks', () => {
    expect(closeInset(beside('hall-b', 'screen'))).toMatchObject({
      mainSourceId: 'hall-b',
      hallSoundSourceId: 'hall-b',
    });
  });
});
