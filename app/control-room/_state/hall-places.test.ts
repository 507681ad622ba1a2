import { expect, it } from 'vitest';
import { hallPlaces } from './hall-places.ts';

const hall = (siteId: string, parentSiteId: string | null, tier = 'COMMUNE') => ({
  siteId,
  parentSiteId,
  tier,
  name: `Điểm cầu ${siteId}`,
  unitName: siteId === 'trung tâm' ? '' : `Đơn vị ${siteId}`,
});

it('puts each district together, the central hall first, single halls last', () => {
  const places = hallPlaces([
    hall('xã 1', 'quận'),
    hall('ban', 'trung tâm', 'OTHER'),
    hall('trung tâm', null, 'CENTRAL'),
    hall('quận', 'trung tâm', 'DISTRICT'),
    hall('thôn', 'xã 1'),
    hall('sở', null, 'OTHER'),
  ]);
  expect(places).toEqual([
    { siteId: 'trung tâm', group: 'Điểm cầu trung tâm' },
    { siteId: 'quận', group: 'Đơn vị quận' },
    { siteId: 'xã 1', group: 'Đơn vị quận' },
    { siteId: 'thôn', group: 'Đơn vị quận' },
    { siteId: 'ban', group: '' },
    { siteId: 'sở', group: '' },
  ]);
});

it('survives halls that are each other’s parents', () => {
  expect(hallPlaces([hall('a', 'b'), hall('b', 'a')])).toHaveLength(2);
});
