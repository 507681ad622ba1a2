import { describe, expect, it } from 'vitest';
import { createDelegates } from '#db/seed/delegates.ts';
import { createHalls } from '#db/seed/halls.ts';
import { DEMO_SEED } from '#db/seed/round.ts';
import { FIRST_ARRIVAL_MINUTES, planHall } from './arrival-plan.ts';

const halls = createHalls(DEMO_SEED).slice(0, 150);
const rosters = new Map(halls.map((hall) => [hall.id, [] as string[]]));
for (const delegate of createDelegates(DEMO_SEED, halls)) {
  rosters.get(delegate.hallId)!.push(delegate.id);
}
const plans = [...rosters].map(([siteId, delegateIds]) => planHall({ siteId, delegateIds }));
const events = plans.flatMap((plan) => plan.events);
const summoned = [...rosters.values()].flat().length;
const share = (kind: string) => events.filter((event) => event.kind === kind).length / summoned;

describe('planHall', () => {
  it('is the same for the same hall, and does not depend on the other delegates', () => {
    const [siteId, delegateIds] = [...rosters][0]!;
    expect(planHall({ siteId, delegateIds })).toEqual(plans[0]);
    const shorter = planHall({ siteId, delegateIds: delegateIds.slice(5) });
    const kept = plans[0]!.events.filter(
      ({ subject }) => subject.kind === 'WALK_IN' || delegateIds.indexOf(subject.delegateId) >= 5,
    );
    const people = (list: typeof kept) => list.filter((event) => event.kind !== 'WALK_IN');
    expect(people(shorter.events)).toEqual(people(kept));
  });

  it('lets most come, some be excused or replaced, a few never', () => {
    expect(share('PRESENT')).toBeGreaterThan(0.92);
    expect(share('EXCUSED')).toBeCloseTo(0.032, 2);
    expect(share('SUBSTITUTE')).toBeCloseTo(0.02, 2);
    expect(share('WALK_IN')).toBeCloseTo(0.006, 2);
    const subjects = new Set(events.map((event) => JSON.stringify(event.subject)));
    expect(subjects.size).toBeLessThan(events.length);
  });

  it('brings the crowd in the half hour before the start and few after it', () => {
    const arrivals = events.filter((event) => event.kind === 'PRESENT').map((e) => e.atMinutes);
    const between = (from: number, to: number) =>
      arrivals.filter((at) => at >= from && at < to).length / arrivals.length;
    expect(Math.min(...arrivals)).toBeGreaterThanOrEqual(FIRST_ARRIVAL_MINUTES);
    expect(between(-20, -5)).toBeGreaterThan(0.6);
    expect(between(0, 60)).toBeGreaterThan(0.01);
    expect(between(0, 60)).toBeLessThan(0.05);
  });

  it('cuts some doors off for minutes and keeps a few halls from reporting', () => {
    const outages = plans.flatMap((plan) => plan.outage ?? []);
    expect(outages.length).toBeGreaterThan(3);
    for (const { fromMinutes, toMinutes } of outages)
      expect(toMinutes).toBeGreaterThan(fromMinutes);
    const reports = plans.filter((plan) => plan.headcount !== null);
    expect(reports.length).toBeGreaterThan(plans.length * 0.9);
    expect(reports.length).toBeLessThan(plans.length);
  });

  it('keeps events in the order of time, with a name for everybody not on the list', () => {
    for (const plan of plans) {
      const times = plan.events.map((event) => event.atMinutes);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
    for (const { kind, detail } of events) {
      if (kind === 'SUBSTITUTE' || kind === 'WALK_IN') expect(detail.personName).toBeTruthy();
      if (kind === 'EXCUSED') expect(detail.reason).toBeTruthy();
    }
  });
});
