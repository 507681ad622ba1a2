import { describe, expect, it } from 'vitest';
import type { Slot } from '#domain/programme.ts';
import { WithheldSlots } from './withheld-slots.ts';

const ON_AIR: Slot[] = ['MAIN', 'SOUND_HALL'];
const nothing = () => false;

function taken(hall = 'hall') {
  const withheld = new WithheldSlots();
  withheld.direct([{ siteId: hall, slots: ON_AIR }]);
  withheld.settle(nothing);
  return withheld;
}

describe('withheld slots', () => {
  it('are the return picture for every hall, and none for a control room', () => {
    const withheld = new WithheldSlots();
    expect([...withheld.of('hall')]).toEqual(['RETURN']);
    expect([...withheld.of(null)]).toEqual([]);
  });

  it('are withheld before the return picture is given: a hall is never without one', () => {
    const withheld = new WithheldSlots();
    withheld.direct([{ siteId: 'hall', slots: ON_AIR }]);
    expect(withheld.of('hall')).toEqual(new Set(['RETURN', ...ON_AIR]));
    withheld.settle(nothing);
    expect(withheld.of('hall')).toEqual(new Set(ON_AIR));
    expect([...withheld.of('other')]).toEqual(['RETURN']);
  });

  it('are given back when the slot no longer shows the hall, not when the director asks', () => {
    const withheld = taken();
    const shown: Partial<Record<Slot, string>> = { MAIN: 'hall', SOUND_HALL: 'hall' };
    const carries = (slot: Slot, siteId: string) => shown[slot] === siteId;
    withheld.direct([]);
    withheld.settle(carries);
    // Still on air until the cut: it keeps the return picture.
    expect(withheld.of('hall')).toEqual(new Set(ON_AIR));
    delete shown.SOUND_HALL;
    withheld.settle(carries);
    expect(withheld.of('hall')).toEqual(new Set(['MAIN']));
    shown.MAIN = 'other';
    withheld.settle(carries);
    expect([...withheld.of('hall')]).toEqual(['RETURN']);
  });

  it('stay withheld for one who is called up again before the cut', () => {
    const withheld = taken();
    withheld.direct([]);
    withheld.settle((_, siteId) => siteId === 'hall');
    withheld.direct([{ siteId: 'hall', slots: ON_AIR }]);
    withheld.settle(nothing);
    expect(withheld.of('hall')).toEqual(new Set(ON_AIR));
  });

  it('leave the centre its own picture, as the director says', () => {
    const withheld = new WithheldSlots();
    withheld.direct([{ siteId: 'centre', slots: ['RETURN', 'SOUND_CENTRE'] }]);
    withheld.settle((_, siteId) => siteId === 'centre');
    expect(withheld.of('centre')).toEqual(new Set(['RETURN', 'SOUND_CENTRE']));
  });
});
