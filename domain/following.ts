import type { SiteMode } from './figures.ts';
import type { WatchStep } from './watch.ts';

/**
 * How a hall on video follows at present: in full, at the lower layer, by sound alone, on the watch page,
 * or by a television set.
 */
export const FOLLOWING_MODES = ['FULL', 'LOWER', 'SOUND_ONLY', 'WATCH', 'TELEVISION'] as const;
export type FollowingMode = (typeof FOLLOWING_MODES)[number];

/** What a watch page in a hall says of itself: WAITING where nothing is on the air, or somebody paused. */
export const WATCH_CONDITIONS = ['PLAYING', 'STALLED', 'WAITING'] as const;
export type WatchCondition = (typeof WATCH_CONDITIONS)[number];

/** A watch page of a hall’s own machine says how it goes this often, in milliseconds. */
export const WATCH_REPORT_EVERY_MS = 10_000;
/** After this long without a word, in milliseconds, it counts as closed. */
export const WATCH_KNOWN_MS = 30_000;

export interface WatchReport {
  condition: WatchCondition;
  /** Null while nothing plays, and where the browser does not tell. */
  step: WatchStep | null;
}

/**
 * How a hall follows, as officials and directors read it. A television set tells nobody what it shows:
 * TELEVISION stays a plan until somebody in the hall says how it is.
 */
export const FOLLOWING_KINDS = [
  'CANNOT',
  'LOST',
  'WATCH_STALLED',
  'NOT_JOINED',
  'TELEVISION',
  'WATCH_WAITING',
  'TELEVISION_SEEN',
  'WATCH_LOWER',
  'WATCH',
  'SOUND_ONLY',
  'LOWER',
  'FULL',
] as const;
export type FollowingKind = (typeof FOLLOWING_KINDS)[number];

export interface Following {
  kind: FollowingKind;
  /** Since when it is so, or when the hall said so; null where nobody knows. */
  atMs: number | null;
}

export interface FollowingFacts {
  siteMode: SiteMode;
  line: { state: 'NONE' | 'UP' | 'LOST'; sinceMs: number | null };
  mode: FollowingMode;
  /** Of a watch page that spoke within `WATCH_KNOWN_MS`. */
  watch: (WatchReport & { sinceMs: number }) | null;
  /** What somebody in the hall said last about television and watch page, by one press. */
  said: { canFollow: boolean; atMs: number } | null;
}

/**
 * How a hall follows, from what its own machines and people said and from nothing else. A line in use
 * is believed first, then people who cannot see, then a page that plays, then people who can.
 */
export function followingOf(facts: FollowingFacts): Following {
  const { siteMode, line, mode, watch, said } = facts;
  const isByLine = mode !== 'WATCH' && mode !== 'TELEVISION';
  if (siteMode !== 'TV_ONLY' && line.state === 'UP' && isByLine) {
    return { kind: mode, atMs: line.sinceMs };
  }
  if (said && !said.canFollow) return { kind: 'CANNOT', atMs: said.atMs };
  if (watch) return { kind: kindOfWatch(watch), atMs: watch.sinceMs };
  if (siteMode === 'TV_ONLY' || !isByLine) {
    return said ? { kind: 'TELEVISION_SEEN', atMs: said.atMs } : { kind: 'TELEVISION', atMs: null };
  }
  if (line.state === 'LOST') return { kind: 'LOST', atMs: line.sinceMs };
  return said ? { kind: 'TELEVISION_SEEN', atMs: said.atMs } : { kind: 'NOT_JOINED', atMs: null };
}

function kindOfWatch({ condition, step }: WatchReport): FollowingKind {
  if (condition === 'STALLED') return 'WATCH_STALLED';
  if (condition === 'WAITING') return 'WATCH_WAITING';
  return step === 'low' ? 'WATCH_LOWER' : 'WATCH';
}

/** What is known to follow, what is known not to, and what nobody knows. */
export type FollowingGroup = 'FOLLOWS' | 'DOES_NOT' | 'UNKNOWN';

export function groupOfFollowing(kind: FollowingKind): FollowingGroup {
  switch (kind) {
    case 'CANNOT':
    case 'LOST':
    case 'WATCH_STALLED':
    case 'NOT_JOINED':
      return 'DOES_NOT';
    case 'TELEVISION':
    case 'WATCH_WAITING':
      return 'UNKNOWN';
    default:
      return 'FOLLOWS';
  }
}

const CONDITION_RANK: Record<WatchCondition, number> = { PLAYING: 0, STALLED: 1, WAITING: 2 };

/** Of several watch pages in one hall, the one that goes best speaks for the hall. */
export function bestWatch<R extends WatchReport>(reports: readonly R[]): R | null {
  const rank = ({ condition, step }: WatchReport) =>
    CONDITION_RANK[condition] * 2 + (step === 'low' ? 1 : 0);
  return reports.toSorted((left, right) => rank(left) - rank(right))[0] ?? null;
}
