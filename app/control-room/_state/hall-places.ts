import type { HallPlace } from './room-reducer.ts';

interface Kin {
  siteId: string;
  parentSiteId: string | null;
  tier: string;
  name: string;
  unitName: string;
}

/**
 * Where halls stand in list and wall: the central hall, then each district hall with the halls below
 * it, then those that stand alone (in a group without a name). Within a group the order is as given.
 */
export function hallPlaces(halls: readonly Kin[]): HallPlace[] {
  const byId = new Map(halls.map((hall) => [hall.siteId, hall]));
  const members = new Map<string, Kin[]>();
  for (const hall of halls) {
    const head = headOf(hall, byId);
    const own = members.get(head.siteId);
    // The head comes first in its group, wherever its code would put it.
    if (!own) members.set(head.siteId, [head]);
    if (hall !== head) members.get(head.siteId)?.push(hall);
  }
  const groups = [...members.values()].map((own) => ({ head: own[0]!, own }));
  const rank = ({ head, own }: (typeof groups)[number]) =>
    head.tier === 'CENTRAL' ? 0 : own.length > 1 ? 1 : 2;
  return groups
    .toSorted((left, right) => rank(left) - rank(right))
    .flatMap((group) => {
      const { head, own } = group;
      const name = rank(group) === 2 ? '' : head.unitName || head.name;
      return own.map(({ siteId }) => ({ siteId, group: name }));
    });
}

/** The topmost hall above it that isn't the central one. */
function headOf(hall: Kin, byId: ReadonlyMap<string, Kin>): Kin {
  let head = hall;
  for (let height = 0; height < byId.size; height += 1) {
    const parent = head.parentSiteId === null ? undefined : byId.get(head.parentSiteId);
    if (!parent || parent.tier === 'CENTRAL') return head;
    head = parent;
  }
  return hall;
}
