import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

const SECONDS = 2;
const RATE = 25;

export interface SignalFiles {
  stop(): Promise<void>;
}

/**
 * Writes a session's lists and segments as the broadcast node does, of a drawn signal: the page under
 * test needs no hall and no director. Start the product with `FFMPEG` set to what is not there, so that
 * its own node writes nothing.
 */
export function writeSignalFiles(dataDir: string, sessionId: string): SignalFiles {
  const folder = path.join(dataDir, 'broadcast', sessionId, 'hls');
  for (const step of ['high', 'low']) mkdirSync(path.join(folder, step), { recursive: true });
  const ffmpeg = spawn('ffmpeg', argsOf(folder), { stdio: 'ignore' });
  return { stop: () => end(ffmpeg) };
}

function argsOf(folder: string): string[] {
  const video = (index: number, size: string, kbps: number) => [
    ...[`-c:v:${index}`, 'libx264', `-preset:v:${index}`, 'ultrafast'],
    ...[`-filter:v:${index}`, `scale=${size},format=yuv420p`],
    ...[`-b:v:${index}`, `${kbps}k`, `-minrate:v:${index}`, `${kbps}k`],
    ...[`-maxrate:v:${index}`, `${kbps}k`, `-bufsize:v:${index}`, `${kbps}k`],
    ...[`-g:v:${index}`, String(RATE * SECONDS), `-sc_threshold:v:${index}`, '0'],
  ];
  return [
    ...['-hide_banner', '-loglevel', 'error'],
    ...['-re', '-f', 'lavfi', '-i', `testsrc2=size=640x360:rate=${RATE}`],
    ...['-re', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'],
    ...['-map', '0:v', '-map', '1:a', '-map', '0:v', '-map', '1:a', '-c:a', 'aac', '-b:a', '64k'],
    ...video(0, '640:360', 1_600),
    ...video(1, '320:180', 250),
    ...['-f', 'hls', '-hls_time', String(SECONDS), '-hls_list_size', '15'],
    ...['-hls_flags', 'delete_segments+independent_segments+program_date_time+temp_file'],
    ...['-master_pl_name', 'master.m3u8', '-var_stream_map', 'v:0,a:0,name:high v:1,a:1,name:low'],
    ...['-hls_segment_filename', path.join(folder, '%v', '%d.ts')],
    path.join(folder, '%v', 'index.m3u8'),
  ];
}

function end(ffmpeg: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (ffmpeg.exitCode !== null || ffmpeg.signalCode !== null) return resolve();
    ffmpeg.once('exit', () => resolve());
    ffmpeg.kill('SIGTERM');
  });
}
