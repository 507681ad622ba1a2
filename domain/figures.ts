import { shareInHundredths } from './text/number-format.ts';

/**
 * The figures of one session, counted per person. `unmarked` is never stored: it is the rest, so
 * that `summoned = present + excused + unexcused + unmarked` holds by itself.
 */
export interface FigureCounts {
  summoned: number;
  present: number;
  excused: number;
  unexcused: number;
  /** Of those present. */
  late: number;
  /** Of those present. */
  substitute: number;
  /** Of those present: they came, and went before the end. */
  leftEarly: number;
  /** Of those present: in the central hall (trực tiếp). */
  presentDirect: number;
  /** Of those present: in a hall that only watches television. */
  presentTelevision: number;
}

export const FIGURE_KEYS = [
  'summoned',
  'present',
  'excused',
  'unexcused',
  'late',
  'substitute',
  'leftEarly',
  'presentDirect',
  'presentTelevision',
] as const satisfies readonly (keyof FigureCounts)[];

/** The smallest part that is counted: every figure on every screen is a sum of cells. */
export interface FigureCell extends FigureCounts {
  /** The hall of the roster; a person who sat elsewhere is still counted here. */
  siteId: string;
  /** The delegate's unit, or the hall's where the roster names none. */
  unitId: string | null;
  categoryId: string | null;
}

/** What is known of a hall as a room, beside its roster. */
export interface HallFigures {
  siteId: string;
  /** ngoài danh sách, khách mời: counted beside the percentage. */
  walkIn: number;
  /** Summoned people whose presence was recorded in this room, whatever hall their roster names. */
  seated: number;
  /** báo cáo quân số; null: chưa báo cáo, which is not 0. */
  declared: { count: number; happenedAtMs: number } | null;
}

export type SiteTier = 'CENTRAL' | 'DISTRICT' | 'COMMUNE' | 'OTHER';
export type SiteMode = 'ONLINE' | 'TV_ONLY' | 'HYBRID';

/** How a person takes part who sits in such a hall. The central hall is direct in every mode. */
export function attendanceWay(site: {
  tier: SiteTier;
  mode: SiteMode;
}): 'DIRECT' | 'ONLINE' | 'TELEVISION' {
  if (site.tier === 'CENTRAL') return 'DIRECT';
  return site.mode === 'TV_ONLY' ? 'TELEVISION' : 'ONLINE';
}

export function noFigures(): FigureCounts {
  return {
    summoned: 0,
    present: 0,
    excused: 0,
    unexcused: 0,
    late: 0,
    substitute: 0,
    leftEarly: 0,
    presentDirect: 0,
    presentTelevision: 0,
  };
}

/** Adds `part` into `sum`, in place. */
export function addFigures(sum: FigureCounts, part: FigureCounts): FigureCounts {
  for (const key of FIGURE_KEYS) sum[key] += part[key];
  return sum;
}

export function totalOf(cells: Iterable<FigureCounts>): FigureCounts {
  const total = noFigures();
  for (const cell of cells) addFigures(total, cell);
  return total;
}

/** chưa điểm danh: the rest of the identity. */
export function unmarkedOf(counts: FigureCounts): number {
  return counts.summoned - counts.present - counts.excused - counts.unexcused;
}

/** trực tuyến: present at ONLINE and HYBRID halls. */
export function presentOnlineOf(counts: FigureCounts): number {
  return counts.present - counts.presentDirect - counts.presentTelevision;
}

/** tỉ lệ có mặt in hundredths of a percent; null when nobody is summoned. */
export function presentShare(counts: FigureCounts): number | null {
  return shareInHundredths(counts.present, counts.summoned);
}

/** tỉ lệ đúng thành phần in hundredths of a percent: substitutes are not the ones summoned. */
export function compositionShare(counts: FigureCounts): number | null {
  return shareInHundredths(counts.present - counts.substitute, counts.summoned);
}

/**
 * Whether the counts can be true at all: nothing negative, the identity with a rest of 0 or more,
 * and subsets no larger than what they are part of.
 */
export function isConsistent(counts: FigureCounts): boolean {
  return (
    FIGURE_KEYS.every((key) => Number.isSafeInteger(counts[key]) && counts[key] >= 0) &&
    unmarkedOf(counts) >= 0 &&
    presentOnlineOf(counts) >= 0 &&
    Math.max(counts.late, counts.substitute, counts.leftEarly) <= counts.present
  );
}

/** Who the doors of a hall counted in the room: from the roster, and walk-ins. */
export function countedInHall(hall: HallFigures): number {
  return hall.seated + hall.walkIn;
}

export type HallFlag = 'NOT_REPORTED' | 'DECLARED_DIFFERS';

/** What an official should look at; null when the hall's two counts agree. */
export function hallFlag(hall: HallFigures): HallFlag | null {
  if (hall.declared === null) return 'NOT_REPORTED';
  return hall.declared.count === countedInHall(hall) ? null : 'DECLARED_DIFFERS';
}

export interface HallsTotal {
  halls: number;
  reported: number;
  differing: number;
  walkIn: number;
  seated: number;
  /** Sum over the halls that reported; 0 with `reported` 0 means that nobody has. */
  declared: number;
  /** What the doors counted in just those halls, to compare `declared` with. */
  countedWhereReported: number;
}

export function totalOfHalls(halls: Iterable<HallFigures>): HallsTotal {
  const total: HallsTotal = {
    halls: 0,
    reported: 0,
    differing: 0,
    walkIn: 0,
    seated: 0,
    declared: 0,
    countedWhereReported: 0,
  };
  for (const hall of halls) {
    total.halls += 1;
    total.walkIn += hall.walkIn;
    total.seated += hall.seated;
    if (hall.declared === null) continue;
    total.reported += 1;
    total.declared += hall.declared.count;
    total.countedWhereReported += countedInHall(hall);
    if (hallFlag(hall) === 'DECLARED_DIFFERS') total.differing += 1;
  }
  return total;
}
