import { rm, writeFile } from 'node:fs/promises';
import type { RecordingFilm } from '#db/queries/recording.ts';
import {
  chaptersOf,
  cutPointsOf,
  durationOf,
  gapsOf,
  joinGaps,
  placePieces,
} from '#domain/recording.ts';
import type {
  Chapter,
  PlacedPiece,
  RecordingFailure,
  RecordingGap,
  Turn,
} from '#domain/recording.ts';
import type { Logger } from '../logger.ts';
import { codecOfPicture, durationOfFile, holesInPicture, runFfmpeg } from './media-tools.ts';
import type { MediaTools } from './media-tools.ts';
import { chapterThumbnail, filmOf, POSTER } from './recording-folder.ts';
import type { Format, RawFile, RecordingFolder } from './recording-folder.ts';

/** Two files may meet in the middle of a frame. */
const TOLERANCE_MS = 1_000;
const TOLERANCE_OF_PIECE_MS = 200;
/** The container and its index, above what was recorded. */
const ROOM_FACTOR = 1.05;
const THUMBNAIL_WIDTH = 480;
/** A chapter's first seconds show what was before, or somebody on the way to the microphone. */
const INTO_CHAPTER_MS = 8_000;
/** What a chapter without a name is called inside the file. */
const SLATE_TITLE = 'Màn hình chờ';

export interface MakeAsked {
  tools: MediaTools;
  folder: RecordingFolder;
  /** What was recorded: a composed signal, or a source as it sent. */
  kind: 'PROGRAMME' | 'SOURCE';
  /** As players show it. */
  title: string;
  sessionName: string;
  wanted: { beganAtMs: number; endedAtMs: number };
  agenda: readonly Turn[];
  takes: readonly Turn[];
  leastFreeBytes: number;
  log: Logger;
  signal: AbortSignal;
  onProgress: (progress: { doneMs: number; ofMs: number }) => void;
}

export type Made =
  | { kind: 'MADE'; film: RecordingFilm }
  | { kind: 'FAILED'; failure: RecordingFailure }
  /** Nothing was touched: try again when there is room. */
  | { kind: 'NO_ROOM' };

type Piece = PlacedPiece<RawFile & { durationMs: number }>;

/**
 * Brings the raw files of a recording into one file that plays everywhere, without encoding anew, and
 * checks it. The file lies in its place before this resolves; the raw files are left as they are.
 * @throws Error when `signal` ended it, or the disk fails
 */
export async function makeRecording(asked: MakeAsked): Promise<Made> {
  const { folder, tools, log, leastFreeBytes } = asked;
  await folder.removeUnfinished();
  const raw = await folder.rawFiles();
  if (raw.length === 0) return { kind: 'FAILED', failure: 'EMPTY' };
  const bytes = raw.reduce((sum, one) => sum + one.bytes, 0);
  if (!(await folder.hasRoomFor(bytes * ROOM_FACTOR + leastFreeBytes))) return { kind: 'NO_ROOM' };
  const pieces = await readPieces(asked, raw);
  if (pieces.length === 0) return { kind: 'FAILED', failure: 'UNREADABLE' };
  const { agenda, takes, wanted, sessionName } = asked;
  const chapters = chaptersOf({ agenda, takes, pieces, sessionName });
  const format = asked.kind === 'PROGRAMME' ? 'mp4' : await formatOf(asked, pieces);
  const unfinished = folder.unfinished('making', format);
  try {
    await remux(asked, { pieces, chapters, unfinished, format });
  } catch (error) {
    if (asked.signal.aborted) throw error;
    // A disk that became full meanwhile says so by ending ffmpeg.
    if (!(await folder.hasRoomFor(leastFreeBytes))) return { kind: 'NO_ROOM' };
    log.error({ err: error }, 'a recording could not be made');
    return { kind: 'FAILED', failure: 'UNREADABLE' };
  }
  const durationMs = durationOf(pieces);
  const isMs = await durationOfFile(tools, folder.file(unfinished));
  const tolerance = TOLERANCE_MS + TOLERANCE_OF_PIECE_MS * pieces.length;
  if (isMs === null || Math.abs(isMs - durationMs) > tolerance) {
    log.error({ durationMs, isMs }, 'a finished recording is not as long as it should be');
    return { kind: 'FAILED', failure: 'UNREADABLE' };
  }
  const gaps = joinGaps(gapsOf(pieces, wanted), await holesOf(asked, unfinished));
  const size = (await folder.sizeOf(unfinished)) ?? 0;
  const name = filmOf(format);
  await folder.publish(unfinished, name);
  // Of what lies on the disk, not of what was meant to.
  const sha256 = await folder.sha256Of(name);
  await makeThumbnails(asked, { chapters, film: name });
  const cutPoints = cutPointsOf({ turns: [...agenda, ...takes], gaps, pieces });
  const film = { durationMs, bytes: size, sha256, chapters, cutPoints, gaps };
  return { kind: 'MADE', film: format === 'webm' ? { ...film, format } : film };
}

/** A recording is no worse without knowing them. */
async function holesOf(asked: MakeAsked, unfinished: string): Promise<RecordingGap[]> {
  const { tools, folder, signal, log } = asked;
  // A source’s own pictures may well stand still, e.g. a shared screen.
  if (asked.kind === 'SOURCE') return [];
  try {
    return await holesInPicture(tools, { file: folder.file(unfinished), signal });
  } catch (error) {
    if (signal.aborted) throw error;
    log.warn({ err: error }, 'the holes of a recording could not be found');
    return [];
  }
}

/** A file in which there is no picture is left out, and its time is a gap. */
async function readPieces({ tools, folder, log }: MakeAsked, raw: RawFile[]): Promise<Piece[]> {
  const read = [];
  for (const file of raw) {
    const durationMs = await durationOfFile(tools, folder.file(file.name));
    if (durationMs !== null) read.push({ ...file, durationMs });
    else log.warn({ name: file.name }, 'a file of a recording cannot be read');
  }
  return placePieces(read);
}

async function remux(
  asked: MakeAsked,
  made: { pieces: Piece[]; chapters: Chapter[]; unfinished: string; format: Format },
): Promise<void> {
  const { folder, tools, signal, title } = asked;
  const { pieces, chapters, unfinished, format } = made;
  const [list, notes] = [folder.unfinished('making', 'list'), folder.unfinished('making', 'notes')];
  await writeFile(folder.file(list), listOf(pieces));
  await writeFile(folder.file(notes), notesOf(title, chapters));
  const ofMs = durationOf(pieces);
  const args = [
    ...['-f', 'concat', '-safe', '0', '-i', list, '-f', 'ffmetadata', '-i', notes],
    ...['-map', '0:v:0', '-map', '0:a:0?', '-map_metadata', '1', '-map_chapters', '1'],
    ...codingOf(asked.kind, format),
    unfinished,
  ];
  const onTime = (ms: number) => asked.onProgress({ doneMs: Math.min(ms, ofMs), ofMs });
  try {
    await runFfmpeg(tools, { args, folder: folder.path, signal, onTime });
  } finally {
    for (const name of [list, notes]) await rm(folder.file(name), { force: true });
  }
}

/**
 * The picture is copied, always. A source's sound becomes AAC in an .mp4, since players of the system and
 * editors do not read Opus there; it costs about a hundredth of a core a second of it. VP8 stays as it is,
 * with its sound, in a .webm: to encode it anew would cost a third of a core.
 */
function codingOf(kind: MakeAsked['kind'], format: Format): string[] {
  const mp4 = ['-movflags', '+faststart', '-f', 'mp4'];
  if (kind === 'PROGRAMME') return ['-c', 'copy', ...mp4];
  if (format === 'webm') return ['-c', 'copy', '-cues_to_front', '1', '-f', 'webm'];
  const sound = ['-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-af', 'aresample=async=1'];
  return ['-c:v', 'copy', ...sound, ...mp4];
}

/** A session has one codec: the first piece tells it. */
async function formatOf({ tools, folder }: MakeAsked, pieces: readonly Piece[]): Promise<Format> {
  const codec = await codecOfPicture(tools, folder.file(pieces[0]!.name));
  return codec === 'vp8' ? 'webm' : 'mp4';
}

/** https://ffmpeg.org/ffmpeg-formats.html#concat: durations in seconds. */
function listOf(pieces: readonly Piece[]): string {
  return pieces
    .map(({ name, durationMs }) => `file '${name}'\nduration ${(durationMs / 1_000).toFixed(3)}\n`)
    .join('');
}

/** https://ffmpeg.org/ffmpeg-formats.html#Metadata-2 */
function notesOf(title: string, chapters: readonly Chapter[]): string {
  const escaped = (text: string) => text.replace(/[=;#\\\n]/g, (character) => `\\${character}`);
  const lines = chapters.map(
    (chapter) =>
      `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${Math.round(chapter.fromMs)}\nEND=${Math.round(chapter.toMs)}\n` +
      `title=${escaped(chapter.title || SLATE_TITLE)}\n`,
  );
  return `;FFMETADATA1\ntitle=${escaped(title)}\n${lines.join('')}`;
}

/** A recording is no worse without them: what fails is left out. */
async function makeThumbnails(
  asked: MakeAsked,
  { chapters, film }: { chapters: readonly Chapter[]; film: string },
): Promise<void> {
  const longest = chapters.toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs))[0];
  const wanted = chapters.map((chapter, index) => ({ chapter, name: chapterThumbnail(index) }));
  if (longest) wanted.push({ chapter: longest, name: POSTER });
  for (const { chapter, name } of wanted) {
    const { fromMs, toMs } = chapter;
    const atMs = fromMs + Math.min(INTO_CHAPTER_MS, (toMs - fromMs) / 2);
    await makeThumbnail(asked, { film, atMs, name }).catch((error: unknown) => {
      if (asked.signal.aborted) throw error;
      asked.log.warn({ err: error }, 'a thumbnail could not be made');
    });
  }
}

async function makeThumbnail(
  { tools, folder, signal }: MakeAsked,
  wanted: { film: string; atMs: number; name: string },
): Promise<void> {
  const unfinished = folder.unfinished('making', 'jpg');
  const args = [
    ...['-ss', (wanted.atMs / 1_000).toFixed(3), '-i', wanted.film, '-frames:v', '1'],
    ...['-vf', `scale=${THUMBNAIL_WIDTH}:-2`, '-q:v', '4', '-f', 'mjpeg', unfinished],
  ];
  await runFfmpeg(tools, { args, folder: folder.path, signal });
  await folder.publish(unfinished, wanted.name);
}
