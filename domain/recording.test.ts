import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chaptersOf,
  cutPointsOf,
  durationOf,
  gapsOf,
  holesAmong,
  joinGaps,
  placeOf,
  placePieces,
  recordingState,
} from './recording.ts';
import type { Turn } from './recording.ts';

const MINUTE = 60_000;
const one = placePieces([{ beganAtMs: 1_000_000, durationMs: 30 * MINUTE }]);
const at = (minutes: number) => 1_000_000 + minutes * MINUTE;
const source = (minutes: number, title: string): Turn => ({
  atMs: at(minutes),
  kind: 'SOURCE',
  title,
});
const agenda = (minutes: number, title: string): Turn => ({
  atMs: at(minutes),
  kind: 'AGENDA',
  title,
});
const titled = (chapters: ReturnType<typeof chaptersOf>) =>
  chapters.map(({ title, fromMs, toMs }) => [title, fromMs / MINUTE, toMs / MINUTE]);
const session = { sessionName: 'Buổi sáng' };

describe('the state of a recording', () => {
  const row = { endedAt: null, finishedAt: null, failure: null };
  const ended = { ...row, endedAt: new Date() };
  it('is what its moments say', () => {
    expect(recordingState(row, false)).toBe('RUNNING');
    expect(recordingState(ended, false)).toBe('WAITING');
    expect(recordingState(ended, true)).toBe('MAKING');
    expect(recordingState({ ...ended, failure: 'EMPTY' }, false)).toBe('FAILED');
    expect(recordingState({ ...ended, finishedAt: new Date() }, true)).toBe('READY');
  });
});

describe('files of raw signal', () => {
  const pieces = placePieces([
    { beganAtMs: 200_000, durationMs: 50_000 },
    { beganAtMs: 100_000, durationMs: 60_000 },
  ]);
  it('lie one after another in their order', () => {
    expect(pieces.map(({ placeMs }) => placeMs)).toEqual([0, 60_000]);
    expect(durationOf(pieces)).toBe(110_000);
  });
  it('give every moment its place; what was not recorded is where it would be', () => {
    expect(
      [90_000, 100_000, 159_000, 180_000, 200_000, 210_000, 999_000].map((m) => placeOf(pieces, m)),
    ).toEqual([0, 0, 59_000, 60_000, 60_000, 70_000, 110_000]);
  });
  it('say what is missing between them and at the ends', () => {
    expect(gapsOf(pieces, { beganAtMs: 99_000, endedAtMs: 251_000 })).toEqual([
      { atMs: 60_000, lostMs: 40_000 },
    ]);
    expect(gapsOf(pieces, { beganAtMs: 70_000, endedAtMs: 290_000 })).toEqual([
      { atMs: 0, lostMs: 30_000 },
      { atMs: 60_000, lostMs: 40_000 },
      { atMs: 110_000, lostMs: 40_000 },
    ]);
  });
});

describe('chapters', () => {
  it('are the agenda as it ran, with what came before it', () => {
    const turns = [agenda(-5, 'Ổn định'), agenda(10, 'Khai mạc'), agenda(20, 'Chuyên đề 1')];
    expect(
      titled(chaptersOf({ agenda: turns, takes: [source(3, 'A')], pieces: one, ...session })),
    ).toEqual([
      ['Ổn định', 0, 10],
      ['Khai mạc', 10, 20],
      ['Chuyên đề 1', 20, 30],
    ]);
    expect(
      titled(chaptersOf({ agenda: turns.slice(1), takes: [], pieces: one, ...session }))[0],
    ).toEqual(['Buổi sáng', 0, 10]);
  });
  it('are whoever was in the picture for long where nobody said how the agenda ran', () => {
    const takes = [
      source(0, 'A'),
      source(8, 'B'),
      source(8.2, 'A'),
      source(12, 'B'),
      source(29.9, 'C'),
    ];
    expect(titled(chaptersOf({ agenda: [], takes, pieces: one, ...session }))).toEqual([
      ['A', 0, 12],
      ['B', 12, 30],
    ]);
  });
  it('are one for a recording without any turn, and none without a recording', () => {
    expect(titled(chaptersOf({ agenda: [], takes: [], pieces: one, ...session }))).toEqual([
      ['Buổi sáng', 0, 30],
    ]);
    expect(chaptersOf({ agenda: [], takes: [], pieces: [], ...session })).toEqual([]);
  });
  it('cover the recording without a gap or an overlap, whatever happened', () => {
    const turn = fc.record({
      atMs: fc.integer({ min: -500_000, max: 4_000_000 }),
      kind: fc.constantFrom('AGENDA', 'SOURCE', 'SLATE'),
      title: fc.constantFrom('A', 'B', ''),
    }) as fc.Arbitrary<Turn>;
    const piece = fc.record({
      beganAtMs: fc.integer({ min: 0, max: 3_000_000 }),
      durationMs: fc.integer({ min: 1, max: 600_000 }),
    });
    fc.assert(
      fc.property(
        ...([
          fc.array(turn),
          fc.array(turn),
          fc.array(piece, { minLength: 1, maxLength: 5 }),
        ] as const),
        (ran, takes, raw) => {
          const pieces = placePieces(raw);
          const chapters = chaptersOf({ agenda: ran, takes, pieces, ...session });
          let untilMs = 0;
          for (const { fromMs, toMs } of chapters) {
            expect(fromMs).toBe(untilMs);
            expect(toMs).toBeGreaterThan(fromMs);
            untilMs = toMs;
          }
          expect(untilMs).toBe(durationOf(pieces));
          const points = cutPointsOf({ turns: [...ran, ...takes], gaps: [], pieces });
          for (const [index, { atMs }] of points.entries()) {
            expect(atMs).toBeGreaterThanOrEqual(points[index - 1]?.atMs ?? 0);
            expect(atMs).toBeLessThanOrEqual(untilMs);
          }
        },
      ),
    );
  });
});

describe('cut points', () => {
  it('are begin, takes, slate, agenda, gaps and end', () => {
    const turns: Turn[] = [
      source(-1, 'Z'),
      source(1, 'A'),
      { atMs: at(2), kind: 'SLATE', title: '' },
    ];
    const points = cutPointsOf({ turns, gaps: [{ atMs: 3 * MINUTE, lostMs: 9 }], pieces: one });
    expect(points.map(({ kind, atMs }) => [kind, atMs / MINUTE])).toEqual([
      ['BEGIN', 0],
      ['TAKE', 1],
      ['SLATE', 2],
      ['GAP', 3],
      ['END', 30],
    ]);
  });
});

describe('holesAmong', () => {
  const frames = (fromMs: number, count: number) =>
    Array.from({ length: count }, (_, index) => fromMs + index * 40);

  it('finds where the picture stood still, and how long', async () => {
    const moments = [...frames(0, 50), ...frames(5_000, 50), ...frames(7_400, 10)];
    expect(await holesAmong(moments)).toEqual([{ atMs: 2_000, lostMs: 3_000 }]);
    expect(await holesAmong([])).toEqual([]);
    expect(await holesAmong(frames(3_000, 5))).toEqual([]);
  });

  it('loses no time: what is shown and what is lacking are the whole', async () => {
    const steps = fc.array(fc.oneof(fc.constant(40), fc.integer({ min: 500, max: 60_000 })));
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        let atMs = 0;
        const moments = [0, 40, ...given.map((step) => (atMs += step) + 40)];
        const lostMs = (await holesAmong(moments)).reduce((sum, hole) => sum + hole.lostMs, 0);
        expect(lostMs + (moments.length - 1) * 40).toBe(moments.at(-1)!);
      }),
    );
  });

  it('are told once, in their order, with what is missing between files', () => {
    const between = [{ atMs: 10_000, lostMs: 4_000 }];
    const holes = [
      { atMs: 9_700, lostMs: 600 },
      { atMs: 2_000, lostMs: 3_000 },
    ];
    expect(joinGaps(between, holes)).toEqual([holes[1], between[0]]);
  });
});
