import { describe, expect, it } from 'vitest';
import { EMPTY_PROGRAMME, giveUp } from './programme.ts';

const taken = {
  ...EMPTY_PROGRAMME,
  mainSourceId: 'deaf',
  hallSoundSourceId: 'deaf',
  insetSourceId: 'slides',
  layout: 'INSET' as const,
  returnSourceId: 'camera',
};
const failed = {
  slot: 'MAIN' as const,
  sourceId: 'deaf',
  shownSourceId: 'hall',
  heardSourceId: 'hall',
  hallSound: null,
};

describe('giveUp', () => {
  it('goes back to what is on air, with its sound', () => {
    expect(giveUp(taken, failed)).toEqual({
      ...taken,
      mainSourceId: 'hall',
      hallSoundSourceId: 'hall',
    });
  });

  it('leaves a sound that was no part of the take', () => {
    const cutAway = { ...taken, hallSoundSourceId: 'other' };
    expect(giveUp(cutAway, failed)).toEqual({ ...cutAway, mainSourceId: 'hall' });
  });

  it('lets a speaker be heard again whom the take had silenced, unless the director did since', () => {
    const silenced = { ...taken, hallSoundSourceId: null };
    const hallSound = { taken: null, before: 'hall' };
    const given = { ...failed, heardSourceId: null, hallSound };
    expect(giveUp(silenced, given).hallSoundSourceId).toBe('hall');
    expect(giveUp({ ...taken, hallSoundSourceId: 'other' }, given).hallSoundSourceId).toBe('other');
  });

  it('waits on over the slate', () => {
    expect(giveUp(taken, { ...failed, shownSourceId: null, heardSourceId: null })).toBe(taken);
  });

  it('changes nothing once the director has chosen something else', () => {
    expect(giveUp(taken, { ...failed, sourceId: 'earlier' })).toBe(taken);
    expect(giveUp(taken, { ...failed, slot: 'INSET' })).toBe(taken);
  });

  it('puts the second picture back where it was', () => {
    const given = { ...failed, slot: 'INSET' as const, sourceId: 'slides', shownSourceId: 'film' };
    expect(giveUp(taken, given)).toEqual({ ...taken, insetSourceId: 'film' });
  });
});
