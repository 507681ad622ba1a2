import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { MOST_FILM_MS } from '#contract/input.ts';
import { Refusal } from '../commands/refusal.ts';
import { filmInput } from '../input/reel/reel-args.ts';

const PROBE_TIMEOUT_MS = 60_000;
const MOST_ANSWER_BYTES = 16 * 1024 * 1024;
/** How much of the end must still be there to be decoded. */
const END_MS = 2_000;
const MOST_PIXELS = 8_192;

export interface ProbedFilm {
  durationMs: number;
  hasSound: boolean;
}

const answer = z.object({
  format: z.object({ duration: z.coerce.number().positive().optional().catch(undefined) }),
  streams: z.array(
    z.object({
      codec_type: z.string().optional(),
      width: z.number().optional(),
      height: z.number().optional(),
      disposition: z.object({ attached_pic: z.number().optional() }).optional(),
    }),
  ),
});

/**
 * Looks into a file that claims to be a film: it must have a picture, and be whole to its end.
 * @throws Refusal NOT_A_FILM, FILM_BROKEN, NO_FFMPEG
 */
export async function probeFilm(file: string, ffmpeg: string): Promise<ProbedFilm> {
  const ffprobe = path.join(path.dirname(ffmpeg), path.basename(ffmpeg).replace('mpeg', 'probe'));
  const input = filmInput(file);
  const text = await run(ffprobe, [
    ...['-v', 'error', '-show_entries', 'format=duration'],
    ...['-show_entries', 'stream=codec_type,width,height:stream_disposition=attached_pic'],
    ...['-of', 'json', ...input],
  ]);
  const parsed = text === null ? null : answer.safeParse(parseJson(text));
  if (!parsed?.success) throw new Refusal('NOT_A_FILM');
  const { streams, format } = parsed.data;
  const picture = streams.find(
    ({ codec_type, disposition }) => codec_type === 'video' && !disposition?.attached_pic,
  );
  const { width = 0, height = 0 } = picture ?? {};
  if (width < 1 || height < 1 || Math.max(width, height) > MOST_PIXELS) {
    throw new Refusal('NOT_A_FILM');
  }
  const seconds = format.duration ?? (await lastPictureSeconds(ffprobe, input));
  const durationMs = Math.round((seconds ?? 0) * 1_000);
  if (durationMs < 40) throw new Refusal('FILM_BROKEN');
  if (durationMs > MOST_FILM_MS) throw new Refusal('NOT_A_FILM');
  await requireEnd(ffmpeg, { input, durationMs });
  return { durationMs, hasSound: streams.some(({ codec_type }) => codec_type === 'audio') };
}

/** Of a file that does not say how long it is, e.g. one that a browser recorded. */
async function lastPictureSeconds(ffprobe: string, input: string[]): Promise<number | null> {
  const text = await run(ffprobe, [
    ...['-v', 'error', '-select_streams', 'V:0', '-show_entries', 'packet=pts_time'],
    ...['-of', 'csv=p=0', ...input],
  ]);
  const times = (text ?? '').split('\n').map(Number.parseFloat).filter(Number.isFinite);
  return times.length === 0 ? null : times.reduce((last, one) => Math.max(last, one), 0) + 0.04;
}

/** A file that was cut off says how long it was meant to be: its end cannot be decoded. */
async function requireEnd(
  ffmpeg: string,
  film: { input: string[]; durationMs: number },
): Promise<void> {
  const fromMs = Math.max(0, film.durationMs - END_MS);
  const seen = await run(ffmpeg, [
    ...['-hide_banner', '-nostdin', '-v', 'error', '-ss', (fromMs / 1_000).toFixed(3)],
    ...[...film.input, '-map', '0:V:0', '-frames:v', '1', '-f', 'framecrc', 'pipe:1'],
  ]);
  const hasPicture = (seen ?? '').split('\n').some((line) => /^\d/.test(line));
  if (!hasPicture) throw new Refusal('FILM_BROKEN');
}

/** @returns null when the program says that it cannot */
async function run(program: string, args: string[]): Promise<string | null> {
  try {
    const options = { timeout: PROBE_TIMEOUT_MS, maxBuffer: MOST_ANSWER_BYTES };
    // Nothing that opens this server is handed to what reads a stranger's file.
    const env = { NODE_ENV: 'production' as const, PATH: process.env['PATH'] };
    return (await promisify(execFile)(program, args, { ...options, env })).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Refusal('NO_FFMPEG');
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
