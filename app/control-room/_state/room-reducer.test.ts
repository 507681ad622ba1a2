import { describe, expect, it } from 'vitest';
import { factsOf, withChange, type RoomFacts, type RoomSnapshot } from './room-facts.ts';
import { createRoomReducer, emptyRoom, type RoomState } from './room-reducer.ts';
import {
  goodReport,
  testHall,
  testPlaces,
  testProgramme,
  testRequest,
  testSnapshot,
} from './room-facts.testing.ts';

const HALLS = 766;
const reduce = createRoomReducer(testPlaces(HALLS));

function room(snapshot: RoomSnapshot = testSnapshot(HALLS)): RoomState {
  const facts = factsOf(snapshot, null);
  return reduce(emptyRoom(), { type: 'FACTS', facts, link: { kind: 'LIVE' } });
}

function changed(state: RoomState, change: Partial<RoomSnapshot>): RoomState {
  const facts = withChange(state.facts as RoomFacts, {
    ...{ halls: [], sources: [], queue: null, slots: [] },
    ...change,
  });
  return reduce(state, { type: 'FACTS', facts, link: { kind: 'LIVE' } });
}

describe('what the centre tells', () => {
  it('replaces the entries that changed and leaves every other row the same object', () => {
    const before = room();
    const after = changed(before, { halls: [testHall(7, { line: 'LOST' })] });
    expect(after.rows.get('s7')?.status).toBe('LOST');
    const touched = [...after.rows].filter(([siteId, row]) => before.rows.get(siteId) !== row);
    expect(touched.map(([siteId]) => siteId)).toEqual(['s7']);
    expect(after.order).toBe(before.order);
    expect(after.listed).toBe(before.listed);
  });

  it('told twice is the same as told once', () => {
    const halls = [testHall(7, { line: 'LOST' })];
    const once = changed(room(), { halls });
    const twice = changed(once, { halls });
    expect(twice.rows.get('s7')).toBe(once.rows.get('s7'));
    expect(twice.exceptions).toEqual(once.exceptions);
  });

  it('keeps the programme with the highest number, on whichever way it came', () => {
    const newer = testProgramme({ number: 5, mainSourceId: 'p3', mainSiteId: 's3' });
    let state = reduce(room(), { type: 'PROGRAMME', programme: newer });
    expect(state.rows.get('s3')?.status).toBe('ON_AIR');
    state = reduce(state, { type: 'PROGRAMME', programme: testProgramme({ number: 4 }) });
    state = changed(state, { halls: [testHall(9)] });
    expect(state.facts?.programme.number).toBe(5);
    const facts = factsOf(testSnapshot(HALLS), state.facts);
    expect(facts.programme.number).toBe(5);
  });

  it('keeps the selection over updates, and over a snapshot without that hall in the filter', () => {
    let state = reduce(room(), { type: 'SELECT', siteId: 's12' });
    state = reduce(state, { type: 'QUERY', query: { filter: 'LOST' } });
    state = changed(state, { halls: [testHall(12, { isMutedByCentre: true })] });
    expect(state.selectedSiteId).toBe('s12');
    expect(state.listed).toEqual([]);
  });
});

describe('search and filters', () => {
  it('finds without tone marks, by any word, by code and by unit', () => {
    const found = (search: string) =>
      reduce(room(), { type: 'QUERY', query: { search } }).listed.length;
    expect(found('duc thang')).toBe(HALLS);
    expect(found('HN-700')).toBe(1);
    expect(found('dang bo phuong 700')).toBe(1);
    expect(found('không có')).toBe(0);
  });

  it('counts and lists each kind', () => {
    const halls = testSnapshot(HALLS).halls.slice();
    halls[1] = testHall(1, { line: 'LOST' });
    halls[2] = testHall(2, { isMutedByCentre: true });
    halls[3] = testHall(3, { line: 'NONE', report: null });
    halls[4] = testHall(4, { report: { ...goodReport, picture: 'BLACK' } });
    const programme = testProgramme({ mainSourceId: 'p5', mainSiteId: 's5' });
    const queue = [testRequest(6, 'REQUESTED')];
    const state = room(testSnapshot(HALLS, { halls, programme, queue }));
    const listed = (filter: RoomState['query']['filter']) =>
      reduce(state, { type: 'QUERY', query: { filter } }).listed;
    expect(listed('LOST')).toEqual(['s1']);
    expect(listed('MUTED')).toEqual(['s2']);
    expect(listed('NOT_JOINED')).toEqual(['s3']);
    expect(listed('PROBLEM')).toEqual(['s1', 's4']);
    expect(listed('ON_AIR')).toEqual(['s5']);
    expect(listed('ASKING')).toEqual(['s6']);
    expect(listed('UP')).toHaveLength(HALLS - 2);
    expect(state.counts).toMatchObject({ ALL: HALLS, LOST: 1, ON_AIR: 1, ASKING: 1, PROBLEM: 2 });
  });

  it('never moves or removes a line under a pointer', () => {
    let state = room();
    state = reduce(state, { type: 'QUERY', query: { filter: 'LOST' } });
    const lost = (index: number) => testHall(index, { line: 'LOST' });
    state = changed(state, { halls: [lost(5), lost(9)] });
    state = reduce(state, { type: 'HOLD', list: 'HALLS' });
    state = changed(state, { halls: [testHall(5), lost(2)] });
    expect(state.listed).toEqual(['s5', 's9', 's2']);
    state = reduce(state, { type: 'RELEASE', list: 'HALLS' });
    expect(state.listed).toEqual(['s2', 's9']);
    // Nobody can let go of a list that has vanished from the page.
    state = reduce(state, { type: 'HOLD', list: 'HALLS' });
    state = reduce(state, { type: 'QUERY', query: { search: 'không có' } });
    expect(state.held.HALLS).toBe(false);
  });
});

describe('exceptions', () => {
  const onAir = testProgramme({
    mainSourceId: 'p1',
    mainSiteId: 's1',
    hallSoundSourceId: 'p1',
  });

  it('come worst first: on air, lost, black, frozen, loss, never joined', () => {
    const halls = testSnapshot(8).halls.slice();
    halls[1] = testHall(1, { report: { ...goodReport, sound: 'SILENT' } });
    halls[2] = testHall(2, { line: 'NONE', report: null });
    halls[3] = testHall(3, { report: { ...goodReport, lossPercent: 9 } });
    halls[4] = testHall(4, { report: { ...goodReport, picture: 'FROZEN' } });
    halls[5] = testHall(5, { report: { ...goodReport, picture: 'BLACK' } });
    halls[6] = testHall(6, { line: 'LOST' });
    halls[7] = testHall(7, { line: 'NONE', siteMode: 'TV_ONLY', report: null });
    const { exceptions } = room(testSnapshot(8, { halls, programme: onAir }));
    expect(exceptions.map(({ siteId, problem }) => `${siteId} ${problem}`)).toEqual([
      's1 ON_AIR_SILENT',
      's6 LOST',
      's5 BLACK',
      's4 FROZEN',
      's3 LOSS',
      's2 NEVER_JOINED',
    ]);
  });

  it('also tell what a hall without a line says: that it needs help, or cannot see', () => {
    const at = '2026-11-20T01:10:00Z';
    const television = { line: 'NONE', siteMode: 'TV_ONLY', report: null } as const;
    const halls = testSnapshot(5).halls.slice();
    halls[1] = testHall(1, { ...television, following: { kind: 'TELEVISION_SEEN', at } });
    halls[2] = testHall(2, { ...television, following: { kind: 'WATCH_STALLED', at } });
    halls[3] = testHall(3, { ...television, following: { kind: 'CANNOT', at } });
    halls[4] = testHall(4, { helpAskedAt: at });
    const { exceptions, rows } = room(testSnapshot(5, { halls }));
    expect(exceptions.map(({ siteId, problem }) => `${siteId} ${problem}`)).toEqual([
      's4 HELP',
      's3 CANNOT_FOLLOW',
      's2 WATCH_STALLED',
    ]);
    expect(exceptions[0]?.since).toBe(at);
    expect(rows.get('s1')?.status).toBe('TELEVISION');
    expect(rows.get('s3')?.status).toBe('TROUBLE');
  });

  it('a hall on air that loses its line is worse than everything else', () => {
    const halls = testSnapshot(3).halls.slice();
    halls[1] = testHall(1, { line: 'LOST' });
    halls[2] = testHall(2, { line: 'LOST' });
    const { exceptions, rows } = room(testSnapshot(3, { halls, programme: onAir }));
    expect(exceptions[0]).toMatchObject({ siteId: 's1', problem: 'ON_AIR_LOST' });
    expect(rows.get('s1')?.status).toBe('ON_AIR');
  });

  it('a dismissed one comes back when it happens anew', () => {
    const lost = (since: string) => [testHall(2, { line: 'LOST', since })];
    let state = changed(room(), { halls: lost('2026-11-20T02:00:00Z') });
    state = reduce(state, { type: 'DISMISS', exception: state.exceptions[0]! });
    expect(state.exceptions).toEqual([]);
    state = changed(state, { halls: [testHall(4)] });
    expect(state.exceptions).toEqual([]);
    state = changed(state, { halls: lost('2026-11-20T03:00:00Z') });
    expect(state.exceptions).toHaveLength(1);
  });

  it('keep their places under a pointer, and go when the trouble is over', () => {
    let state = changed(room(), {
      halls: [5, 6, 7].map((index) => testHall(index, { line: 'LOST' })),
    });
    state = reduce(state, { type: 'HOLD', list: 'EXCEPTIONS' });
    state = changed(state, { halls: [testHall(6), testHall(1, { line: 'LOST' })] });
    expect(state.exceptions.map(({ siteId }) => siteId)).toEqual(['s5', 's7', 's1']);
    state = reduce(state, { type: 'RELEASE', list: 'EXCEPTIONS' });
    expect(state.exceptions.map(({ siteId }) => siteId)).toEqual(['s1', 's5', 's7']);
  });
});

it('holds 766 halls: an event costs far less than the quarter of a second between two', () => {
  let state = room();
  const startedMs = performance.now();
  for (let event = 0; event < 40; event += 1) {
    const halls = Array.from({ length: 20 }, (_, at) =>
      testHall((event * 20 + at) % HALLS, { line: event % 2 ? 'UP' : 'LOST' }),
    );
    state = changed(state, { halls });
  }
  const each = (performance.now() - startedMs) / 40;
  // Measured: about 1 ms. The ceiling only catches work that grows with the square of the halls.
  expect(each).toBeLessThan(50);
  expect(state.rows.size).toBe(HALLS);
});
