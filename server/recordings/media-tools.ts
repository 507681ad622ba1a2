import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { z } from 'zod';
import { holesAmong } from '#domain/recording.ts';
import type { RecordingGap } from '#domain/recording.ts';

/** ffmpeg of this machine, and the ffprobe that comes with it. */
export interface MediaTools {
  ffmpeg: string;
  ffprobe: string;
}

/** Everything else on the machine comes first. */
const NICENESS = '19';
const PROBE_TIMEOUT_MS = 60_000;
const LAST_WORDS = 2_000;

/** @returns null where they are not installed */
export async function findMediaTools(ffmpeg: string): Promise<MediaTools | null> {
  const folder = path.dirname(ffmpeg);
  const name = path.basename(ffmpeg).replace('ffmpeg', 'ffprobe');
  const ffprobe = folder === '.' && !ffmpeg.startsWith('.') ? name : path.join(folder, name);
  try {
    for (const program of [ffmpeg, ffprobe]) {
      await promisify(execFile)(program, ['-version'], { timeout: 10_000 });
    }
    return { ffmpeg, ffprobe };
  } catch {
    return null;
  }
}

const probed = z.object({
  /** A stream that was cut off does not say it. */
  format: z.object({ duration: z.coerce.number().positive().optional() }),
  streams: z.array(
    z.object({ codec_type: z.string().optional(), codec_name: z.string().optional() }),
  ),
});

async function probe(tools: MediaTools, file: string) {
  const shown = ['-show_entries', 'format=duration:stream=codec_type,codec_name', '-of', 'json'];
  const args = ['-n', NICENESS, tools.ffprobe, '-v', 'error', ...shown, file];
  const { stdout } = await promisify(execFile)('nice', args, { timeout: PROBE_TIMEOUT_MS });
  return probed.parse(JSON.parse(stdout));
}

/** e.g. "h264"; null for a file without a picture. */
export async function codecOfPicture(tools: MediaTools, file: string): Promise<string | null> {
  const { streams } = await probe(tools, file);
  return streams.find(({ codec_type: type }) => type === 'video')?.codec_name ?? null;
}

/** How long a file plays; null for one without a picture, or without anything. */
export async function durationOfFile(tools: MediaTools, file: string): Promise<number | null> {
  try {
    const { format, streams } = await probe(tools, file);
    if (!streams.some(({ codec_type: type }) => type === 'video')) return null;
    if (format.duration !== undefined) return Math.round(format.duration * 1_000);
    let lastMs: number | null = null;
    const entries = ['-show_entries', 'packet=pts_time'];
    await readPackets(tools, { file, entries }, async (moments) => {
      for await (const atMs of moments) lastMs = Math.max(lastMs ?? 0, atMs);
    });
    return lastMs === null ? null : Math.round(lastMs) + LAST_FRAME_MS;
  } catch {
    return null;
  }
}

/** Of a file that says no length of its own: about as long as its last frame is shown. */
const LAST_FRAME_MS = 20;

/**
 * Where the picture of a file stands still because nothing was composed: its frames are read, not decoded.
 * @throws Error when the signal ended it, or the file cannot be read
 */
export async function holesInPicture(
  tools: MediaTools,
  { file, signal }: { file: string; signal: AbortSignal },
): Promise<RecordingGap[]> {
  const entries = ['-select_streams', 'v:0', '-show_entries', 'packet=dts_time'];
  return readPackets(tools, { file, entries, signal }, (moments) => holesAmong(moments));
}

/** Reads one moment of each packet, in ms. @throws Error when the file cannot be read to its end */
async function readPackets<T>(
  tools: MediaTools,
  asked: { file: string; entries: string[]; signal?: AbortSignal },
  read: (moments: AsyncIterable<number>) => Promise<T>,
): Promise<T> {
  const { file, entries, signal } = asked;
  const shown = [...entries, '-of', 'csv=p=0', file];
  const child = spawn('nice', ['-n', NICENESS, tools.ffprobe, '-v', 'error', ...shown], {
    ...(signal ? { signal } : {}),
    ...{ killSignal: 'SIGKILL', stdio: ['ignore', 'pipe', 'ignore'] },
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`ffprobe ended with ${code}`));
    });
  });
  const [found] = await Promise.all([read(momentsOf(child.stdout)), ended]);
  return found;
}

async function* momentsOf(lines: Readable): AsyncIterable<number> {
  for await (const line of createInterface({ input: lines })) {
    const seconds = Number.parseFloat(line);
    if (Number.isFinite(seconds)) yield seconds * 1_000;
  }
}

/**
 * Runs ffmpeg below everything else, until it ends or the signal ends it.
 * @throws Error with its last words
 */
export function runFfmpeg(
  tools: MediaTools,
  asked: { args: string[]; folder: string; signal: AbortSignal; onTime?: (ms: number) => void },
): Promise<void> {
  const { args, folder, signal, onTime } = asked;
  const all = ['-hide_banner', '-nostdin', '-y', '-v', 'error', '-progress', 'pipe:1', ...args];
  return new Promise((resolve, reject) => {
    const child = spawn('nice', ['-n', NICENESS, tools.ffmpeg, ...all], {
      ...{ cwd: folder, signal, killSignal: 'SIGKILL' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const us = /out_time_us=(\d+)/.exec(text)?.[1];
      if (us) onTime?.(Math.round(Number(us) / 1_000));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-LAST_WORDS);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`ffmpeg ended with ${code}: ${said.trim()}`));
    });
  });
}
