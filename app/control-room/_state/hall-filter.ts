import { foldKey } from '#domain/text/fold.ts';
import type { HallRow } from './hall-row.ts';

export const HALL_FILTERS = [
  'ALL',
  'UP',
  'LOST',
  'NOT_JOINED',
  'ON_AIR',
  'ASKING',
  'MUTED',
  'PROBLEM',
] as const;
export type HallFilter = (typeof HALL_FILTERS)[number];

const PASSES: Record<HallFilter, (row: HallRow) => boolean> = {
  ALL: () => true,
  UP: ({ hall }) => hall.line === 'UP',
  LOST: ({ hall }) => hall.line === 'LOST',
  NOT_JOINED: ({ status }) => status === 'NOT_JOINED',
  ON_AIR: ({ isOnAir }) => isOnAir,
  ASKING: ({ request }) => request !== null && request.status !== 'ENDED',
  // A hall's own microphone is off most of the time; only the centre's muting is worth a list.
  MUTED: ({ hall }) => hall.isMutedByCentre,
  PROBLEM: ({ problem }) => problem !== null && problem !== 'NEVER_JOINED',
};

/** What is typed and chosen above the list. */
export interface HallQuery {
  search: string;
  filter: HallFilter;
}

/** How many halls pass each filter. */
export function countsOf(rows: ReadonlyMap<string, HallRow>): Record<HallFilter, number> {
  const counts = Object.fromEntries(HALL_FILTERS.map((filter) => [filter, 0])) as Record<
    HallFilter,
    number
  >;
  for (const row of rows.values()) {
    for (const filter of HALL_FILTERS) if (PASSES[filter](row)) counts[filter] += 1;
  }
  return counts;
}

const KEYS = new Map<string, string>();

/** Names and codes change once in a year: folded once, kept. */
function searchKey({ hall }: HallRow): string {
  const text = `${hall.code} ${hall.name} ${hall.unitName}`;
  let key = KEYS.get(text);
  if (key === undefined) KEYS.set(text, (key = foldKey(text)));
  return key;
}

/** Ids of the halls that pass, in the order of the list. */
export function passingHalls(
  rows: ReadonlyMap<string, HallRow>,
  order: readonly string[],
  { search, filter }: HallQuery,
): string[] {
  const words = foldKey(search).split(' ').filter(Boolean);
  return order.filter((siteId) => {
    const row = rows.get(siteId);
    if (!row || !PASSES[filter](row)) return false;
    return words.every((word) => searchKey(row).includes(word));
  });
}

/**
 * A list that somebody points at keeps its lines where they are: those that no longer belong stay
 * until the pointer leaves, new ones come last.
 */
export function withHeld(passing: readonly string[], held: readonly string[] | null): string[] {
  if (held === null) return [...passing];
  const known = new Set(held);
  return [...held, ...passing.filter((siteId) => !known.has(siteId))];
}
