import path from 'node:path';
import type { OutletWish } from '../../broadcast-link/broadcast-port.ts';
import { WATCH_STEPS, type WatchStep } from '#domain/watch.ts';
import { PICTURE } from '../composer/picture.ts';

const SEGMENT_SECONDS = 2;
/** Half a minute to go back to, and some more for whoever is still loading. */
const LISTED_SEGMENTS = 15;
const KEPT_SEGMENTS = 10;
/** The step for a thin line: about a third of a full one. */
const LOW_STEP = { width: 640, height: 360, kbps: 700 } as const;

/** The signal is known: ffmpeg need not look at it for seconds. */
const INPUT = [
  '-probesize',
  '400000',
  '-analyzeduration',
  '1500000',
  '-fpsprobesize',
  '0',
  '-f',
  'mpegts',
  '-i',
  'pipe:0',
];
const QUIET = ['-hide_banner', '-nostats', '-loglevel', 'warning'];
/** Its own word every second on how far it is. */
const PROGRESS = ['-stats_period', '1', '-progress', 'pipe:1'];

/** Writes a ladder of two steps into a folder; begun again, it goes on behind a discontinuity. */
export function hlsArgs(folder: string): string[] {
  const { width, height, kbps } = LOW_STEP;
  const group = String(PICTURE.rate * PICTURE.groupSeconds);
  const low = [
    '-c:v:1',
    'libx264',
    '-preset',
    'veryfast',
    '-filter:v:1',
    `scale=${width}:${height}`,
  ];
  const rate = ['-b:v:1', `${kbps}k`, '-maxrate:v:1', `${kbps}k`, '-bufsize:v:1', `${kbps * 2}k`];
  const groups = ['-g:v:1', group, '-keyint_min:v:1', group, '-sc_threshold:v:1', '0'];
  const flags =
    'delete_segments+append_list+discont_start+independent_segments+program_date_time+temp_file';
  return [
    ...QUIET,
    ...PROGRESS,
    ...INPUT,
    ...['-map', '0:v:0', '-map', '0:a:0', '-map', '0:v:0', '-map', '0:a:0'],
    ...['-c:a', 'copy', '-c:v:0', 'copy', ...low, ...rate, ...groups],
    ...[
      '-f',
      'hls',
      '-hls_time',
      String(SEGMENT_SECONDS),
      '-hls_list_size',
      String(LISTED_SEGMENTS),
    ],
    ...['-hls_delete_threshold', String(KEPT_SEGMENTS), '-hls_flags', flags],
    ...['-var_stream_map', 'v:0,a:0,name:high v:1,a:1,name:low'],
    ...['-hls_segment_filename', path.join(folder, '%v', '%d.ts')],
    path.join(folder, '%v', 'index.m3u8'),
  ];
}

/** H.264 High at the level of its size, and AAC-LC (RFC 6381). */
const LADDER: Record<
  WatchStep,
  { peakKbps: number; averageKbps: number; size: string; codecs: string }
> = {
  high: {
    ...{ peakKbps: 3_400, averageKbps: 3_150 },
    ...{ size: `${PICTURE.width}x${PICTURE.height}`, codecs: 'avc1.64001f,mp4a.40.2' },
  },
  low: {
    ...{ peakKbps: 1_050, averageKbps: 920 },
    ...{ size: `${LOW_STEP.width}x${LOW_STEP.height}`, codecs: 'avc1.64001e,mp4a.40.2' },
  },
};

/**
 * The list of the steps (RFC 8216 §4.3.4.2). ffmpeg’s own knows no rate of a step that is only copied, and
 * would name the clearest one as the thinnest.
 */
export function masterList(): string {
  const steps = WATCH_STEPS.map((step) => {
    const { peakKbps, averageKbps, size, codecs } = LADDER[step];
    const rates = `BANDWIDTH=${peakKbps}000,AVERAGE-BANDWIDTH=${averageKbps}000`;
    const form = `RESOLUTION=${size},FRAME-RATE=${PICTURE.rate}.000,CODECS="${codecs}"`;
    return `#EXT-X-STREAM-INF:${rates},${form}\n${step}/index.m3u8\n`;
  });
  return `#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n${steps.join('')}`;
}

/** Passes the signal on as it is, to another machine and nowhere else. */
export function pushArgs(kind: OutletWish['kind'], address: string): string[] {
  const format =
    kind === 'RTMP' ? ['-f', 'flv', '-flvflags', 'no_duration_filesize'] : ['-f', 'mpegts'];
  // ffmpeg would wait for a silent destination for ever; and what the system holds back for one that no
  // longer reads would hide that for a minute.
  const patience =
    kind === 'RTMP'
      ? ['-rw_timeout', '10000000', '-send_buffer_size', '262144']
      : ['-timeout', '10000000'];
  const ways = ['-protocol_whitelist', 'rtmp,rtmps,tls,tcp,srt,udp'];
  return [...QUIET, ...PROGRESS, ...INPUT, '-c', 'copy', ...patience, ...ways, ...format, address];
}
