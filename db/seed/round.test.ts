import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readCheckInCode } from '#domain/check-in-code.ts';
import { isPhone } from '#domain/text/phone.ts';
import { createHalls } from './halls.ts';
import { createConference } from './programme.ts';
import { createRound, DEMO_SEED } from './round.ts';
import { createUnits } from './units.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 0, 10);
const round = createRound({ nowMs: NOW_MS });

const countBy = <T>(items: readonly T[], keyOf: (item: T) => string) => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
};
const distinct = <T>(items: readonly T[], keyOf: (item: T) => string) =>
  new Set(items.map(keyOf)).size;

describe('the demo round', () => {
  it('has 766 halls: 1 central, 30 district, 579 commune, 156 other', () => {
    expect(countBy(round.halls, (hall) => hall.tier)).toEqual({
      CENTRAL: 1,
      DISTRICT: 30,
      COMMUNE: 579,
      OTHER: 156,
    });
    expect(distinct(round.halls, (hall) => hall.code)).toBe(766);
    expect(distinct(round.halls, (hall) => hall.name)).toBeGreaterThan(740);
  });

  it('summons 51,962 delegates, each hall exactly those it invited', () => {
    expect(round.delegates).toHaveLength(51_962);
    const perHall = countBy(round.delegates, (delegate) => delegate.hallId);
    for (const hall of round.halls) expect(perHall[hall.id]).toBe(hall.invited);
  });

  it('gives every delegate an id, a roster code, a check-in code and a phone of their own', () => {
    for (const key of ['id', 'rosterCode', 'checkInCode', 'phone'] as const) {
      expect(distinct(round.delegates, (delegate) => delegate[key])).toBe(51_962);
    }
    expect(round.delegates.every((delegate) => isPhone(delegate.phone))).toBe(true);
    expect(round.delegates.every((d) => readCheckInCode(d.checkInCode) === d.checkInCode)).toBe(
      true,
    );
    expect(distinct(round.delegates, (d) => `${d.hallId} ${d.seat}`)).toBe(51_962);
  });

  it('is the same on every machine, whatever the clock', () => {
    const hash = (value: unknown) =>
      createHash('sha256').update(JSON.stringify(value)).digest('hex');
    const later = createRound({ nowMs: NOW_MS + 86_400_000 });
    expect(hash([later.units, later.halls, later.delegates])).toBe(
      hash([round.units, round.halls, round.delegates]),
    );
    expect(hash(createRound({ seed: 'other', nowMs: NOW_MS }).delegates)).not.toBe(
      hash(round.delegates),
    );
    expect(hash([round.units, round.halls, round.delegates])).toMatchInlineSnapshot(
      `"bd27dead8e46e0ebd66e5513828c9f119036472ba1fd8039d6800cd5116501cb"`,
    );
  });

  it('bears family names in their real proportions, with namesakes', () => {
    const families = countBy(round.delegates, (d) => d.fullName.split(' ')[0]!);
    const percent = (name: string) => (100 * (families[name] ?? 0)) / round.delegates.length;
    expect(percent('Nguyễn')).toBeGreaterThan(31);
    expect(percent('Nguyễn')).toBeLessThan(38);
    expect(percent('Trần')).toBeCloseTo(11, 0);
    expect(percent('Lê')).toBeCloseTo(9.5, 0);
    expect(percent('Phạm')).toBeCloseTo(7, 0);
    const names = countBy(round.delegates, (delegate) => delegate.fullName);
    expect(Math.max(...Object.values(names))).toBeGreaterThan(50);
    const twice = countBy(round.delegates, (d) => `${d.hallId} ${d.fullName}`);
    expect(Object.values(twice).filter((count) => count > 1).length).toBeGreaterThan(100);
  });

  it('leaves no placeholder and no odd spacing in what people read', () => {
    for (const { fullName, position } of round.delegates) {
      expect(position).not.toMatch(/[{}]| {2}|^ | $|undefined/);
      expect(position).toBe(position.normalize('NFC'));
      expect(fullName).toBe(fullName.normalize('NFC'));
    }
  });

  it('seats every delegate at a hall and in a unit that exist', () => {
    const units = new Set(round.units.map((unit) => unit.id));
    const halls = new Set(round.halls.map((hall) => hall.id));
    expect(round.delegates.every((d) => units.has(d.unitId) && halls.has(d.hallId))).toBe(true);
    expect(round.halls.every((h) => units.has(h.unitId))).toBe(true);
    expect(round.halls.every((h) => h.parentId === null || halls.has(h.parentId))).toBe(true);
  });
});

describe('createHalls', () => {
  it('puts commune halls under their district hall and splits the modes', () => {
    const halls = createHalls(DEMO_SEED);
    const byCode = new Map(halls.map((hall) => [hall.code, hall]));
    expect(byCode.get('HN-00001')?.parentId).toBe(byCode.get('HN-001')?.id);
    expect(byCode.get('HN-K001')?.parentId).toBe(byCode.get('HN-00')?.id);
    expect(byCode.get('HN-00')?.parentId).toBeNull();
    const modes = countBy(halls, (hall) => hall.mode);
    expect(modes.ONLINE).toBeGreaterThan(450);
    expect(modes.TV_ONLY).toBeGreaterThan(60);
    expect(modes.HYBRID).toBeGreaterThan(60);
  });
});

describe('createUnits', () => {
  const units = createUnits();

  it('holds both trees before and after 1 July 2025', () => {
    const labels = countBy(units, (unit) => `${unit.tree} ${unit.validTo ?? unit.validFrom ?? ''}`);
    expect(labels).toEqual({
      'PARTY ': 1 + 156,
      'PARTY 2025-06-30': 30 + 579,
      'PARTY 2025-07-01': 126,
      'ADMINISTRATIVE ': 1,
      'ADMINISTRATIVE 2025-06-30': 30 + 579,
      'ADMINISTRATIVE 2025-07-01': 126,
    });
  });

  it('has one code a tree, parents first, and paths that end in the unit', () => {
    expect(distinct(units, (unit) => `${unit.tree} ${unit.code}`)).toBe(units.length);
    const seen = new Map<string, string>();
    for (const unit of units) {
      const parentPath = unit.parentId === null ? '' : seen.get(unit.parentId);
      expect(unit.path).toBe(`${parentPath}${unit.id}/`);
      seen.set(unit.id, unit.path);
    }
  });

  it('names at least one predecessor of every unit of 2025, of the same tree', () => {
    const byId = new Map(units.map((unit) => [unit.id, unit]));
    for (const unit of units.filter((entry) => entry.validFrom !== null)) {
      expect(unit.predecessorIds.length).toBeGreaterThan(0);
      for (const id of unit.predecessorIds) {
        expect(byId.get(id)).toMatchObject({ tree: unit.tree, validTo: '2025-06-30' });
      }
    }
  });
});

describe('createConference', () => {
  it('begins within half an hour with open doors, and goes on the next half day', () => {
    const [first, second] = createConference(NOW_MS).sessions;
    expect(first!.startsAtMs - NOW_MS).toBeGreaterThanOrEqual(20 * 60_000);
    expect(first!.startsAtMs - NOW_MS).toBeLessThanOrEqual(25 * 60_000);
    expect(first!.openedAtMs).toBe(NOW_MS);
    expect(new Date(second!.startsAtMs).toISOString()).toBe('2026-11-23T06:30:00.000Z');
    expect(second!.openedAtMs).toBeNull();
    const afternoon = createConference(Date.UTC(2026, 10, 23, 7)).sessions[1]!;
    expect(new Date(afternoon.startsAtMs).toISOString()).toBe('2026-11-24T01:00:00.000Z');
  });

  it('counts quorum first and never lets a session overlap the next', () => {
    for (const nowMs of [0, 5, 10, 14, 20].map((hour) => NOW_MS + hour * 3_600_000)) {
      const [first, second] = createConference(nowMs).sessions;
      expect(first!.agenda[0]!.kind).toBe('HEADCOUNT');
      expect(first!.endsAtMs).toBeLessThanOrEqual(second!.startsAtMs);
    }
  });
});
