/**
 * bản ghi: what a recording of a session's signal is made into. Pure rules: files of raw signal lie one
 * after another in the finished recording, and moments of the day are places in it.
 */

/**
 * WAITING: it has ended, and the finished file is to be made. Derived from moments that are stored, so
 * that no kill can leave a state behind that is not true.
 */
export const RECORDING_STATES = ['RUNNING', 'WAITING', 'MAKING', 'READY', 'FAILED'] as const;
export type RecordingState = (typeof RECORDING_STATES)[number];

/** EMPTY: no signal was written. UNREADABLE: what was written cannot be brought into one file. */
export const RECORDING_FAILURES = ['EMPTY', 'UNREADABLE'] as const;
export type RecordingFailure = (typeof RECORDING_FAILURES)[number];

export interface RecordingMoments {
  endedAt: Date | null;
  finishedAt: Date | null;
  failure: RecordingFailure | null;
}

export function recordingState(row: RecordingMoments, isBeingMade: boolean): RecordingState {
  if (row.endedAt === null) return 'RUNNING';
  if (row.finishedAt !== null) return 'READY';
  if (isBeingMade) return 'MAKING';
  return row.failure === null ? 'WAITING' : 'FAILED';
}

/** A file of raw signal: when it was begun, by the clock, and how long it plays. */
export interface Piece {
  beganAtMs: number;
  durationMs: number;
}
/** With its place in the finished recording. */
export type PlacedPiece<P extends Piece = Piece> = P & { placeMs: number };

/** One after another, without the time between them. */
export function placePieces<P extends Piece>(pieces: readonly P[]): PlacedPiece<P>[] {
  let placeMs = 0;
  return pieces
    .toSorted((a, b) => a.beganAtMs - b.beganAtMs)
    .map((piece) => {
      const placed = { ...piece, placeMs };
      placeMs += piece.durationMs;
      return placed;
    });
}

export function durationOf(pieces: readonly PlacedPiece[]): number {
  const last = pieces.at(-1);
  return last ? last.placeMs + last.durationMs : 0;
}

/** Where a moment of the day is in the recording; one that was not recorded is where it would be. */
export function placeOf(pieces: readonly PlacedPiece[], momentMs: number): number {
  const piece = pieces.findLast(({ beganAtMs }) => beganAtMs <= momentMs);
  if (!piece) return 0;
  return piece.placeMs + Math.min(momentMs - piece.beganAtMs, piece.durationMs);
}

/** What is missing at a place of the recording. */
export interface RecordingGap {
  atMs: number;
  lostMs: number;
}

/** Shorter ones are the signal's own way from one file to the next. */
const LEAST_GAP_MS = 500;
/** A signal takes a while to come at first. */
const LEAST_GAP_AT_ENDS_MS = 10_000;

/** Sound and picture of a file that was cut off need not end together. */
const SAME_PLACE_MS = 1_000;

/** Everything that was wanted and is not there: between the files, before the first, after the last. */
export function gapsOf(
  pieces: readonly PlacedPiece[],
  wanted: { beganAtMs: number; endedAtMs: number },
): RecordingGap[] {
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (!first || !last) return [];
  const endOf = (piece: PlacedPiece) => piece.beganAtMs + piece.durationMs;
  const before = { atMs: 0, lostMs: first.beganAtMs - wanted.beganAtMs };
  const after = { atMs: durationOf(pieces), lostMs: wanted.endedAtMs - endOf(last) };
  const between = pieces.slice(1).map((piece, index) => ({
    atMs: piece.placeMs,
    lostMs: piece.beganAtMs - endOf(pieces[index]!),
  }));
  const isFelt = ({ lostMs }: RecordingGap) => lostMs >= LEAST_GAP_AT_ENDS_MS;
  return [
    ...[before].filter(isFelt),
    ...between.filter(({ lostMs }) => lostMs >= LEAST_GAP_MS),
    ...[after].filter(isFelt),
  ];
}

/**
 * Where a picture stood still for longer than a signal's own unsteadiness: a composer that was killed
 * leaves such a hole in its file.
 * @param moments of the frames, rising, in ms from the beginning of the recording
 */
export async function holesAmong(
  moments: AsyncIterable<number> | Iterable<number>,
): Promise<RecordingGap[]> {
  const holes: RecordingGap[] = [];
  let [before, usualMs] = [Infinity, 0];
  for await (const atMs of moments) {
    const stepMs = atMs - before;
    if (stepMs >= LEAST_GAP_MS) holes.push({ atMs: before + usualMs, lostMs: stepMs - usualMs });
    else if (stepMs > 0) usualMs = stepMs;
    before = atMs;
  }
  return holes;
}

/** Both in the order of their places; a hole beside what is missing between two files is that one. */
export function joinGaps(
  between: readonly RecordingGap[],
  holes: readonly RecordingGap[],
): RecordingGap[] {
  const isKnown = (hole: RecordingGap) =>
    between.some(({ atMs }) => Math.abs(atMs - hole.atMs) < SAME_PLACE_MS);
  const own = holes.filter((hole) => !isKnown(hole));
  return [...between, ...own].toSorted((a, b) => a.atMs - b.atMs);
}

/** AGENDA: an item of the agenda. SOURCE: who was in the picture. SLATE: nobody. SESSION: before all. */
export const CHAPTER_KINDS = ['AGENDA', 'SOURCE', 'SLATE', 'SESSION'] as const;
export type ChapterKind = (typeof CHAPTER_KINDS)[number];

export interface Chapter {
  kind: ChapterKind;
  /** Empty for the slate. */
  title: string;
  fromMs: number;
  toMs: number;
}

/** From that moment on it is that item's turn, or that picture is on air. */
export interface Turn {
  atMs: number;
  kind: Exclude<ChapterKind, 'SESSION'>;
  title: string;
}

const LEAST_CHAPTER_MS: Record<ChapterKind, number> = {
  AGENDA: 1_000,
  SESSION: 1_000,
  // A cut-away to a hall that applauds is no chapter.
  SOURCE: 60_000,
  SLATE: 60_000,
};
export const MOST_CHAPTERS = 200;

interface ChaptersAsked {
  /** Of the agenda, as it really ran; empty where nobody said so. */
  agenda: readonly Turn[];
  /** Of the picture: takes. */
  takes: readonly Turn[];
  pieces: readonly PlacedPiece[];
  sessionName: string;
}

/**
 * The recording in chapters that cover it without a gap or an overlap: the agenda as it ran, and where
 * nobody said how it ran, whoever was in the picture for long.
 */
export function chaptersOf({ agenda, takes, pieces, sessionName }: ChaptersAsked): Chapter[] {
  const durationMs = durationOf(pieces);
  if (durationMs <= 0) return [];
  const endMs = Math.max(...pieces.map((piece) => piece.beganAtMs + piece.durationMs));
  const ran = agenda.filter(({ atMs }) => atMs < endMs);
  const turns = (ran.length > 0 ? ran : takes).toSorted((a, b) => a.atMs - b.atMs);
  const marks: Omit<Chapter, 'toMs'>[] = [{ kind: 'SESSION', title: sessionName, fromMs: 0 }];
  for (const { atMs, kind, title } of turns) {
    marks.push({ kind, title, fromMs: Math.min(placeOf(pieces, atMs), durationMs) });
  }
  const kept: Omit<Chapter, 'toMs'>[] = [];
  for (const [index, mark] of marks.entries()) {
    const nextMs = marks[index + 1]?.fromMs ?? durationMs;
    const isShort = nextMs - mark.fromMs < LEAST_CHAPTER_MS[mark.kind];
    if (isShort && index < marks.length - 1 && kept.length === 0) continue;
    if (isShort && kept.length > 0) continue;
    const before = kept.at(-1);
    if (before?.kind === mark.kind && before.title === mark.title) continue;
    kept.push({ ...mark, fromMs: kept.length === 0 ? 0 : mark.fromMs });
  }
  const first = kept.slice(0, MOST_CHAPTERS);
  return first.map((mark, index) => ({ ...mark, toMs: first[index + 1]?.fromMs ?? durationMs }));
}

export const CUT_KINDS = ['BEGIN', 'TAKE', 'SLATE', 'AGENDA', 'GAP', 'END'] as const;
export type CutKind = (typeof CUT_KINDS)[number];

/** A place where somebody may want to cut the recording. */
export interface CutPoint {
  kind: CutKind;
  title: string;
  atMs: number;
}

const MOST_CUT_POINTS = 2_000;
const CUT_OF_TURN = { AGENDA: 'AGENDA', SOURCE: 'TAKE', SLATE: 'SLATE' } as const;

/** Begin, everything that changed in between, end; in their order. */
export function cutPointsOf(asked: {
  turns: readonly Turn[];
  gaps: readonly RecordingGap[];
  pieces: readonly PlacedPiece[];
}): CutPoint[] {
  const { turns, gaps, pieces } = asked;
  const durationMs = durationOf(pieces);
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (!first || !last) return [];
  const isInside = ({ atMs }: Turn) =>
    atMs > first.beganAtMs && atMs < last.beganAtMs + last.durationMs;
  const changes: CutPoint[] = [
    ...turns.filter(isInside).map(({ kind, title, atMs }) => {
      return { kind: CUT_OF_TURN[kind], title, atMs: placeOf(pieces, atMs) };
    }),
    ...gaps
      .filter(({ atMs }) => atMs > 0 && atMs < durationMs)
      .map(({ atMs }) => {
        return { kind: 'GAP' as const, title: '', atMs };
      }),
  ];
  return [
    { kind: 'BEGIN', title: '', atMs: 0 },
    ...changes.sort((a, b) => a.atMs - b.atMs).slice(0, MOST_CUT_POINTS),
    { kind: 'END', title: '', atMs: durationMs },
  ];
}
