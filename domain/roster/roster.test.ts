import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBirthYear } from './birth-year.ts';
import { learnCodeProfile, restoreZeros } from './code-profile.ts';
import type { DelegateEntry } from './delegate-row.ts';
import { createDirectory } from './directory.ts';
import { IMPORT_STATUSES, canFollow, isFinished, statusesBefore } from './import-job.ts';
import type { ExistingDelegate } from './plan.ts';
import { createDelegatePlanner } from './plan.ts';

const text = (value: string) => ({ kind: 'text' as const, text: value });

describe('readBirthYear', () => {
  it.each([
    ['1975', 'ok', 1975],
    ['1975-08-21', 'ok', 1975],
    ['21/08/1975', 'ok', 1975],
    ['21.8.1975', 'ok', 1975],
    ['8/1975', 'ok', 1975],
    ['27627', 'ok', 1975],
    ['21/8/75', 'twoDigits', 1975],
    ['75', 'twoDigits', 1975],
    ['1/1/05', 'twoDigits', 2005],
  ])('%s', (value, kind, year) => {
    expect(readBirthYear(text(value), 2026)).toEqual({ kind, year });
  });

  it('guesses swapped months, and refuses what cannot be', () => {
    expect(readBirthYear(text('08/21/1975'), 2026)).toEqual({ kind: 'unreadable', guess: 1975 });
    expect(readBirthYear(text('khoảng 1960'), 2026)).toEqual({ kind: 'unreadable', guess: 1960 });
    expect(readBirthYear(text('2025'), 2026).kind).toBe('unreadable');
    expect(readBirthYear(text('1875'), 2026).kind).toBe('unreadable');
    expect(readBirthYear(undefined, 2026).kind).toBe('empty');
  });
});

describe('codes that lost their zeros', () => {
  it('are noticed only where codes have zeros and one length', () => {
    const profile = learnCodeProfile(['000017', '000018', '001200'].map(text), []);
    expect(restoreZeros('19', profile)).toBe('000019');
    expect(restoreZeros('001201', profile)).toBeNull();
    expect(restoreZeros('DB19', profile)).toBeNull();
    expect(learnCodeProfile(['17', '180', '1200'].map(text), [])).toBeNull();
    expect(learnCodeProfile([], ['0001', '0002'])).toBe(4);
  });
});

describe('createDirectory', () => {
  const directory = createDirectory([
    { id: 'a', code: '00004', name: 'Phường Ba Đình' },
    { id: 'b', code: '00008', name: 'Điểm cầu Quận Hoàn Kiếm' },
    { id: 'c', code: 'PX1', name: 'Xã Phú Xuân' },
    { id: 'd', code: 'PX2', name: 'Xã Phú Xuân' },
  ]);
  const find = (code: string, name = '') => {
    const answer = directory.find({ code, name });
    return [answer.kind, 'entry' in answer ? answer.entry.id : null];
  };

  it('finds by code, by name, by nearly the name', () => {
    expect(find('00004')).toEqual(['found', 'a']);
    expect(find(' px1 ', 'Xã Phú Xuân')).toEqual(['found', 'c']);
    expect(find('', 'P. BA ĐÌNH')).toEqual(['found', 'a']);
    expect(find('', 'quan hoan kiem'.normalize('NFD'))).toEqual(['found', 'b']);
    expect(find('', 'Quận Hòan Kiếmm')).toEqual(['similar', 'b']);
    expect(find('', '00008')).toEqual(['found', 'b']);
  });

  it('asks or refuses where it is not sure', () => {
    expect(find('4')).toEqual(['similar', 'a']);
    expect(find('', 'Xã Phú Xuân')).toEqual(['ambiguous', null]);
    expect(find('00004', 'Quận Hoàn Kiếm')[0]).toBe('differ');
    expect(find('', 'Nhà hát lớn')).toEqual(['unknown', null]);
    expect(find('', ' ')).toEqual(['empty', null]);
  });
});

const entry = fc.record<DelegateEntry>({
  rosterCode: fc.constant(null),
  familyName: fc.constantFrom('Nguyễn Văn', 'Trần Thị'),
  givenName: fc.constantFrom('An', 'Hòa', 'Hoà'),
  position: fc.constantFrom('', 'Bí thư'),
  phone: fc.constantFrom('', '0912345678'),
  birthYear: fc.constantFrom(null, 1970),
  seat: fc.constant(''),
  note: fc.constant(''),
  siteId: fc.constantFrom('s1', 's2'),
  siteCode: fc.constant('HN'),
  siteLabel: fc.constant(''),
  unitId: fc.constantFrom(null, 'u1'),
  unitLabel: fc.constant(''),
  categoryName: fc.constant(''),
});

const store = (entries: DelegateEntry[]): ExistingDelegate[] =>
  entries.map((one, index) => ({
    ...one,
    id: `d${index}`,
    rosterCode: one.rosterCode ?? `c${index}`,
    siteId: one.siteId!,
    version: '1',
    isRemoved: false,
    isInScope: true,
  }));

const ALL = new Set(['fullName', 'phone', 'position', 'birth', 'siteName', 'unitName'] as const);

describe('createDelegatePlanner', () => {
  it('plans nothing new for what is stored already, with or without codes, however many namesakes', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), fc.boolean(), (entries, hasCodes) => {
        const stored = store(entries);
        const planner = createDelegatePlanner(stored, hasCodes ? new Set([...ALL, 'code']) : ALL);
        const again = hasCodes ? stored : entries;
        const plans = again.map((one) => planner.plan(one));
        if (hasCodes) expect(plans.every((plan) => plan.verdict === 'SAME')).toBe(true);
        expect(plans.every((plan) => plan.verdict !== 'NEW')).toBe(true);
        expect(planner.missing()).toEqual([]);
        const ids = plans.flatMap((plan) => ('existing' in plan ? plan.existing.id : []));
        expect(new Set(ids).size).toBe(entries.length);
      }),
    );
  });

  it('names changes, leaves fields without a column alone, and offers who is missing', () => {
    const base: DelegateEntry = {
      rosterCode: '1',
      familyName: 'Lê',
      givenName: 'An',
      position: 'Bí thư',
      phone: '0912345678',
      birthYear: 1970,
      seat: 'A1',
      note: '',
      siteId: 's1',
      siteCode: 'H1',
      siteLabel: 'Hội trường 1',
      unitId: null,
      unitLabel: '',
      categoryName: 'Đại biểu',
    };
    const stored = store([
      base,
      { ...base, rosterCode: '2' },
      { ...base, rosterCode: '3', siteId: 's9' },
    ]);
    const planner = createDelegatePlanner(
      stored,
      new Set(['code', 'fullName', 'position', 'siteName']),
    );
    const plan = planner.plan({
      ...base,
      position: 'Phó Bí thư',
      seat: '',
      siteId: 's2',
      siteLabel: 'Hội trường 2',
    });
    expect(plan).toMatchObject({
      verdict: 'CHANGED',
      existing: { id: 'd0' },
      changes: [
        { field: 'position', from: 'Bí thư', to: 'Phó Bí thư' },
        { field: 'siteId', from: 'Hội trường 1', to: 'Hội trường 2' },
      ],
    });
    expect(planner.plan({ ...base, rosterCode: '7' }).verdict).toBe('NEW');
    expect(planner.missing().map(({ id }) => id)).toEqual(['d1']);
  });
});

describe('import job', () => {
  it('ends only where nothing follows', () => {
    expect(IMPORT_STATUSES.filter(isFinished)).toEqual(['COMMITTED', 'DISCARDED']);
    expect(statusesBefore('COMMITTING')).toEqual(['PREVIEW']);
    expect(canFollow('COMMITTING', 'DISCARDED')).toBe(false);
  });
});
