import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttendanceState } from '#contract/check-in.ts';
import { foldAttendance, UNMARKED, type AttendanceEvent } from '#domain/attendance.ts';
import type { OutboxEntry } from './door-store.ts';
import { foldOver, viewOf, type DoorFacts } from './door-view.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 11, 1, 0, minute)).toISOString();
const delegate = (id: string, givenName: string) => ({
  id,
  checkInCode: `CODE${id}`,
  rosterCode: id,
  familyName: 'Nguyễn Văn',
  givenName,
  position: '',
  unitName: '',
  categoryName: '',
  seat: '',
  birthYear: null,
});
const state = (given: Partial<AttendanceState> = {}): AttendanceState => ({
  delegateId: 'a',
  status: 'PRESENT',
  presentAt: at(45),
  presentSiteId: 'hall',
  isLate: false,
  isSubstitute: false,
  leftEarlyAt: null,
  reason: '',
  substituteName: '',
  decidingCheckInId: 'e1',
  updatedAt: at(45),
  ...given,
});
const entry = (given: Partial<OutboxEntry['event']> & { id: string }): OutboxEntry => ({
  id: given.id,
  siteId: 'hall',
  sessionId: 'morning',
  event: {
    subject: { kind: 'DELEGATE', delegateId: 'a' },
    kind: 'PRESENT',
    method: 'QR',
    happenedAt: at(50),
    deviceAt: at(50),
    detail: {},
    ...given,
  },
  state: 'RECORDED',
  label: '',
  receipt: null,
  settledAtMs: null,
  exportedAtMs: null,
});
const view = (given: Partial<DoorFacts>) =>
  viewOf({
    siteId: 'hall',
    delegates: [delegate('a', 'An'), delegate('b', 'Bình')],
    states: new Map(),
    walkIns: new Map(),
    guests: new Map(),
    undelivered: [],
    lateAfterMs: null,
    ...given,
  });

describe('viewOf', () => {
  it('counts what is only on this machine, and says so', () => {
    const shown = view({ undelivered: [entry({ id: 'e2' })] });
    expect(shown.tally).toMatchObject({ summoned: 2, present: 1, unmarked: 1 });
    expect(shown.byId.get('a')?.mark).toBe('recorded');
    expect(shown.byId.get('b')?.mark).toBe('none');
  });

  it('lets a local undo take back what the centre has', () => {
    const shown = view({
      states: new Map([['a', state()]]),
      undelivered: [entry({ id: 'e2', kind: 'UNDO', undoesId: 'e1' })],
    });
    expect(shown.byCode.get('CODEa')).toMatchObject({
      attendance: { status: 'UNMARKED' },
      mark: 'recorded',
    });
  });

  it('keeps the centre’s earlier moment when a second door marks the same person', () => {
    const shown = view({
      states: new Map([['a', state()]]),
      undelivered: [entry({ id: 'e2' })],
    });
    expect(shown.byId.get('a')?.attendance.presentAtMs).toBe(Date.parse(at(45)));
  });

  it('shows people of other halls, by name, by id, and by a code not resolved yet', () => {
    const shown = view({
      states: new Map([['g', state({ delegateId: 'g' })]]),
      undelivered: [
        entry({ id: 'e2', subject: { kind: 'CODE', checkInCode: 'ZZZZZZZZZZ' } }),
        entry({
          id: 'e3',
          subject: { kind: 'WALK_IN', walkInId: 'w' },
          kind: 'WALK_IN',
          detail: { personName: 'Lê Hoa' },
        }),
      ],
    });
    expect(shown.guests).toMatchObject([
      { key: 'g', mark: 'delivered' },
      { checkInCode: 'ZZZZZZZZZZ', mark: 'recorded' },
    ]);
    expect(shown.walkIns).toMatchObject([{ personName: 'Lê Hoa', mark: 'recorded' }]);
    expect(shown.tally.present).toBe(0);
  });

  it('leaves out a delegate of the hall’s list who sits elsewhere from the guests', () => {
    const elsewhere = state({ delegateId: 'g', presentSiteId: 'other' });
    expect(view({ states: new Map([['g', elsewhere]]) }).guests).toEqual([]);
  });
});

describe('foldOver', () => {
  const kinds = ['PRESENT', 'SUBSTITUTE', 'EXCUSED', 'UNEXCUSED', 'LEFT_EARLY', 'UNDO'] as const;
  const events = fc
    .array(
      fc.record({
        kind: fc.constantFrom(...kinds),
        minute: fc.integer({ min: 0, max: 50 }),
        undoes: fc.nat({ max: 7 }),
      }),
      { maxLength: 6 },
    )
    .map((list) =>
      list.map(({ kind, minute, undoes }, index): AttendanceEvent => {
        return {
          id: `e${index}`,
          kind,
          happenedAtMs: Date.parse(at(minute)),
          undoesId: kind === 'UNDO' ? `e${undoes}` : null,
          siteId: 'hall',
          reason: kind === 'EXCUSED' ? 'ốm' : '',
          personName: kind === 'SUBSTITUTE' ? 'Lê Hoa' : '',
          position: '',
          unitName: '',
        };
      }),
    );

  it('reads the centre’s state back as it was said', () => {
    fc.assert(
      fc.property(events, (list) => {
        const lateAfterMs = Date.parse(at(30));
        const record = foldAttendance(list, { lateAfterMs });
        const said = state({
          ...record,
          presentAt:
            record.presentAtMs === null ? null : new Date(record.presentAtMs).toISOString(),
          leftEarlyAt:
            record.leftEarlyAtMs === null ? null : new Date(record.leftEarlyAtMs).toISOString(),
        });
        const same = record.status === 'UNMARKED' ? UNMARKED : record;
        expect(foldOver(said, { events: undefined, lateAfterMs })).toEqual(same);
        const nothingNew: AttendanceEvent[] = [
          { ...list[0]!, id: 'x', kind: 'UNDO', undoesId: 'unknown' },
        ];
        if (list.length > 0 && record.status !== 'EXCUSED' && record.status !== 'UNEXCUSED') {
          expect(foldOver(said, { events: nothingNew, lateAfterMs })).toEqual(same);
        }
      }),
    );
  });
});
