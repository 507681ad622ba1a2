import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHECK_IN_KINDS,
  foldAttendance,
  foldWalkIn,
  isDuplicate,
  tallyAttendance,
  UNMARKED,
} from './attendance.ts';
import type { AttendanceEvent } from './attendance.ts';

const LATE_AFTER_MS = 480;
const rule = { lateAfterMs: LATE_AFTER_MS };

function event(given: Partial<AttendanceEvent> & Pick<AttendanceEvent, 'id' | 'kind'>) {
  return {
    happenedAtMs: 470,
    undoesId: null,
    siteId: 'hall',
    reason: '',
    personName: '',
    position: '',
    unitName: '',
    ...given,
  };
}

const present = event({ id: 'p', kind: 'PRESENT' });
const fold = (...events: AttendanceEvent[]) => foldAttendance(events, rule);

describe('foldAttendance', () => {
  it('knows nobody without an event', () => {
    expect(fold()).toEqual(UNMARKED);
  });

  it('takes the earliest own presence, also when it arrives last', () => {
    const earlier = event({ id: 'q', kind: 'PRESENT', happenedAtMs: 460, siteId: 'other' });
    expect(fold(present, earlier)).toMatchObject({
      status: 'PRESENT',
      presentAtMs: 460,
      presentSiteId: 'other',
      decidingCheckInId: 'q',
      isLate: false,
    });
  });

  it('is late only after the moment, not at it', () => {
    const at = (happenedAtMs: number) => fold({ ...present, happenedAtMs }).isLate;
    expect([at(LATE_AFTER_MS), at(LATE_AFTER_MS + 1)]).toEqual([false, true]);
  });

  it('lets own presence beat a substitute, and a substitute an excuse', () => {
    const excused = event({ id: 'e', kind: 'EXCUSED', happenedAtMs: 475, reason: 'ốm' });
    const substitute = event({
      id: 's',
      kind: 'SUBSTITUTE',
      happenedAtMs: 490,
      personName: 'Lê Hoa',
    });
    expect(fold(excused)).toMatchObject({ status: 'EXCUSED', reason: 'ốm', presentAtMs: null });
    expect(fold(excused, substitute)).toMatchObject({
      status: 'PRESENT',
      isSubstitute: true,
      substituteName: 'Lê Hoa',
      isLate: true,
      reason: '',
    });
    const own = fold(excused, substitute, present);
    expect(own).toMatchObject({ isSubstitute: false, substituteName: '', isLate: false });
  });

  it('lets an excuse beat an unexcused mark, and keeps the last reason given', () => {
    const excused = event({ id: 'e', kind: 'EXCUSED', reason: 'ốm' });
    const again = event({ id: 'f', kind: 'EXCUSED', happenedAtMs: 471, reason: 'công tác' });
    const unexcused = event({ id: 'u', kind: 'UNEXCUSED', happenedAtMs: 490 });
    expect(fold(unexcused)).toMatchObject({ status: 'UNEXCUSED', decidingCheckInId: 'u' });
    expect(fold(unexcused, excused, again)).toMatchObject({
      status: 'EXCUSED',
      reason: 'công tác',
      decidingCheckInId: 'f',
    });
  });

  it('takes back what an undo names, wherever the undo sorts', () => {
    const undo = event({ id: 'x', kind: 'UNDO', happenedAtMs: 1, undoesId: 'p' });
    expect(fold(present, undo)).toEqual(UNMARKED);
    expect(fold(present, { ...undo, happenedAtMs: 900 })).toEqual(UNMARKED);
  });

  it('does not undo an undo: the person is checked in again', () => {
    const undo = event({ id: 'x', kind: 'UNDO', undoesId: 'p' });
    const undoOfUndo = event({ id: 'y', kind: 'UNDO', undoesId: 'x' });
    const again = event({ id: 'z', kind: 'PRESENT', happenedAtMs: 479 });
    expect(fold(present, undo, undoOfUndo)).toEqual(UNMARKED);
    expect(fold(present, undo, undoOfUndo, again)).toMatchObject({ presentAtMs: 479 });
  });

  it('knows who left early, since when, and who came back', () => {
    const left = event({ id: 'l', kind: 'LEFT_EARLY', happenedAtMs: 600 });
    const leftAgain = event({ id: 'm', kind: 'LEFT_EARLY', happenedAtMs: 610 });
    const back = event({ id: 'b', kind: 'PRESENT', happenedAtMs: 620 });
    expect(fold(left)).toEqual(UNMARKED);
    expect(fold(present, left, leftAgain).leftEarlyAtMs).toBe(600);
    expect(fold(present, left, back)).toMatchObject({ leftEarlyAtMs: null, presentAtMs: 470 });
  });
});

describe('foldWalkIn', () => {
  const walkIn = event({ id: 'w', kind: 'WALK_IN', personName: 'Trần An', unitName: 'Sở Y tế' });

  it('keeps the first moment and the last wording', () => {
    const mended = { ...walkIn, id: 'v', happenedAtMs: 475, personName: 'Trần Anh' };
    expect(foldWalkIn([mended, walkIn])).toMatchObject({
      personName: 'Trần Anh',
      presentAtMs: 470,
      isUndone: false,
    });
  });

  it('stays known, as undone, after an undo; and unknown before any arrival', () => {
    const undo = event({ id: 'x', kind: 'UNDO', undoesId: 'w' });
    expect(foldWalkIn([undo, walkIn])).toMatchObject({ isUndone: true, personName: 'Trần An' });
    expect(foldWalkIn([undo])).toBeNull();
  });
});

describe('isDuplicate', () => {
  it('calls a repeat of what was said a duplicate, and an earlier presence none', () => {
    const later = event({ id: 'q', kind: 'PRESENT', happenedAtMs: 475 });
    const earlier = event({ id: 'r', kind: 'PRESENT', happenedAtMs: 465 });
    expect(isDuplicate(later, [present], rule)).toBe(true);
    expect(isDuplicate(earlier, [present], rule)).toBe(false);
    expect(isDuplicate(present, [present], rule)).toBe(false);
  });
});

/** Few ids, moments and halls, so that ties, repeats and undos of everything come up often. */
const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const anyEvent = (id: string): fc.Arbitrary<AttendanceEvent> =>
  fc.record({
    id: fc.constant(id),
    kind: fc.constantFrom(...CHECK_IN_KINDS),
    happenedAtMs: fc.integer({ min: 476, max: 484 }),
    undoesId: fc.option(fc.constantFrom(...ids, 'elsewhere')),
    siteId: fc.constantFrom('hall', 'other'),
    reason: fc.constantFrom('', 'ốm', 'công tác'),
    personName: fc.constantFrom('', 'Lê Hoa', 'Trần An'),
    position: fc.constant(''),
    unitName: fc.constant(''),
  });
const anyEvents = fc
  .subarray(ids)
  .chain((chosen) => fc.tuple(...chosen.map((id) => anyEvent(id))))
  .map((events) => events as AttendanceEvent[]);

/** Several devices deliver overlapping parts, late, repeated, in batches; the centre folds after each. */
const anyDelivery = anyEvents.chain((events) =>
  fc.record({
    events: fc.constant(events),
    arrivals: fc
      .tuple(fc.array(fc.nat({ max: 7 }), { maxLength: 30 }), fc.constant(events))
      .chain(([extra, all]) => {
        const repeats = extra.flatMap((index) => (all[index] ? [all[index]] : []));
        return fc.shuffledSubarray([...all, ...repeats], {
          minLength: all.length + repeats.length,
        });
      }),
    batchSizes: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }),
  }),
);

describe('any delivery', () => {
  it('folds to one state, whatever the interleaving, delay, repetition and batching', () => {
    fc.assert(
      fc.property(anyDelivery, ({ events, arrivals, batchSizes }) => {
        const stored = new Map<string, AttendanceEvent>();
        let state = foldAttendance([], rule);
        for (let from = 0, batch = 0; from < arrivals.length; batch += 1) {
          const size = batchSizes[batch % batchSizes.length] ?? 1;
          for (const arrived of arrivals.slice(from, from + size)) stored.set(arrived.id, arrived);
          state = foldAttendance([...stored.values()], rule);
          from += size;
        }
        expect(state).toEqual(foldAttendance(events, rule));
        expect(foldWalkIn([...stored.values()])).toEqual(foldWalkIn(events));
      }),
      { numRuns: 1_000 },
    );
  });

  it('changes nothing when an event that is a duplicate is left out', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        for (const one of events) {
          const others = events.filter((other) => other !== one);
          const said = (given: AttendanceEvent[]) => {
            const record = { ...foldAttendance(given, rule), decidingCheckInId: null };
            const walkIn = foldWalkIn(given);
            return JSON.stringify([record, walkIn && { ...walkIn, decidingCheckInId: null }]);
          };
          const isEqual = said(events) === said(others);
          expect(isDuplicate(one, events, rule)).toBe(isEqual);
        }
      }),
    );
  });

  it('keeps the identity and the subsets for any group of delegates', () => {
    fc.assert(
      fc.property(fc.array(anyEvents, { maxLength: 40 }), (group) => {
        const tally = tallyAttendance(group.map((events) => foldAttendance(events, rule)));
        expect(tally.present + tally.excused + tally.unexcused + tally.unmarked).toBe(
          tally.summoned,
        );
        expect(tally.summoned).toBe(group.length);
        for (const part of [tally.late, tally.substitute, tally.leftEarly]) {
          expect(part).toBeLessThanOrEqual(tally.present);
        }
      }),
    );
  });
});
