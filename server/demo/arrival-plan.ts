import { drawName } from '#db/seed/names.ts';
import { createDraw, createRandom, type Random, stableId } from '#db/seed/random.ts';

/** One thing that a simulated door will record, before anybody knows the wall clock. */
export interface PlannedEvent {
  /** Minutes from the session's start; negative before it. */
  atMinutes: number;
  subject: { kind: 'DELEGATE'; delegateId: string } | { kind: 'WALK_IN'; walkInId: string };
  kind: 'PRESENT' | 'SUBSTITUTE' | 'EXCUSED' | 'WALK_IN';
  method: 'QR' | 'NAME' | 'MANUAL';
  detail: { reason?: string; personName?: string; position?: string; unitName?: string };
}

export interface HallPlan {
  /** In the order of `atMinutes`. */
  events: PlannedEvent[];
  /** While it lasts the door has no network and keeps its events; null for most halls. */
  outage: { fromMinutes: number; toMinutes: number } | null;
  /** When the hall declares its headcount, and by how many it miscounts; null: it never reports. */
  headcount: { atMinutes: number; error: number } | null;
}

/** Shares of the summons list. What remains never comes: 1.3 %. */
const SHARE_EXCUSED = 0.032;
const SHARE_SUBSTITUTE = 0.02;
const SHARE_ABSENT = 0.013;
/** Of those who come: after the start. */
const SHARE_LATE = 0.028;
/** Scanned a second time, by an impatient clerk or a delegate going in and out. */
const SHARE_SCANNED_TWICE = 0.006;
/** Walk-ins for a hall of 100. */
const WALK_INS_PER_SEAT = 0.006;
const SHARE_OUTAGE = 0.07;
const SHARE_SILENT_HALLS = 0.03;
const SHARE_MISCOUNTING = 0.06;

/** Doors open this long before the start. */
export const FIRST_ARRIVAL_MINUTES = -32;

const REASONS = createDraw([
  ['Ốm, đang điều trị', 5],
  ['Đi công tác', 6],
  ['Nghỉ thai sản', 1],
  ['Trực cơ quan', 3],
  ['Việc gia đình đột xuất', 2],
  ['Đi học lớp cao cấp lý luận chính trị', 2],
]);

/**
 * What will happen at one hall's door. The same hall and roster give the same plan, so a simulation
 * that was stopped goes on with the people who have not come yet.
 * @param delegateIds the hall's summons list
 */
export function planHall(hall: { siteId: string; delegateIds: readonly string[] }): HallPlan {
  const random = createRandom(`arrivals:${hall.siteId}`);
  const events = hall.delegateIds.flatMap((delegateId) => planDelegate(delegateId));
  const walkIns = Math.floor(hall.delegateIds.length * WALK_INS_PER_SEAT + random.next());
  for (let index = 0; index < walkIns; index += 1) {
    events.push(planWalkIn(stableId(`walk-in:${hall.siteId}:${index}`), random));
  }
  events.sort((a, b) => a.atMinutes - b.atMinutes);
  return { events, outage: planOutage(random), headcount: planHeadcount(random) };
}

/** A sequence for each delegate: a roster that changed leaves the others' plans as they were. */
function planDelegate(delegateId: string): PlannedEvent[] {
  const random = createRandom(`arrival:${delegateId}`);
  const subject = { kind: 'DELEGATE', delegateId } as const;
  const fate = random.next();
  if (fate < SHARE_ABSENT) return [];
  if (fate < SHARE_ABSENT + SHARE_EXCUSED) {
    const atMinutes = -28 + random.next() * 34;
    const detail = { reason: REASONS(random) };
    return [{ atMinutes, subject, kind: 'EXCUSED', method: 'MANUAL', detail }];
  }
  const atMinutes = drawArrival(random);
  if (fate < SHARE_ABSENT + SHARE_EXCUSED + SHARE_SUBSTITUTE) {
    const detail = { personName: drawPerson(random), position: 'Dự thay' };
    return [{ atMinutes, subject, kind: 'SUBSTITUTE', method: 'NAME', detail }];
  }
  const method = random.chance(0.78) ? 'QR' : 'NAME';
  const arrival: PlannedEvent = { atMinutes, subject, kind: 'PRESENT', method, detail: {} };
  if (!random.chance(SHARE_SCANNED_TWICE)) return [arrival];
  return [arrival, { ...arrival, atMinutes: atMinutes + random.next() * 2 }];
}

function planWalkIn(walkInId: string, random: Random): PlannedEvent {
  return {
    atMinutes: drawArrival(random),
    subject: { kind: 'WALK_IN', walkInId },
    kind: 'WALK_IN',
    method: 'MANUAL',
    detail: { personName: drawPerson(random), position: 'Khách mời', unitName: '' },
  };
}

/** Most come in the last half hour, the crowd about 12 minutes before; a few after the start. */
function drawArrival(random: Random): number {
  if (random.chance(SHARE_LATE)) return Math.min(24, -Math.log(1 - random.next()) * 7);
  const bell = (random.next() + random.next() + random.next()) / 1.5 - 1;
  return Math.min(-0.2, Math.max(FIRST_ARRIVAL_MINUTES, -13 + bell * 17));
}

function drawPerson(random: Random): string {
  const gender = random.chance(0.4) ? 'female' : 'male';
  return drawName(random, { gender, birthYear: 1965 + random.below(30) });
}

function planOutage(random: Random): HallPlan['outage'] {
  if (!random.chance(SHARE_OUTAGE)) return null;
  const fromMinutes = -24 + random.next() * 18;
  return { fromMinutes, toMinutes: fromMinutes + 2 + random.next() * 6 };
}

function planHeadcount(random: Random): HallPlan['headcount'] {
  if (random.chance(SHARE_SILENT_HALLS)) return null;
  const error = random.chance(SHARE_MISCOUNTING) ? random.pick([-3, -2, -1, 1, 2, 4]) : 0;
  return { atMinutes: -4 + random.next() * 14, error };
}
