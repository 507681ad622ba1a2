import type { ProgrammeCodec } from '#contract/line.ts';

const WIDTH = 1_280;
const HEIGHT = 720;
const FPS = 25;
/** Nobody can ask a file for a key frame: a take waits for the next one, at most a second. */
const GOP = String(FPS);
const MOST_KBPS = '2000k';
const LAST_SECONDS = 2;

/** Containers of films; nothing that names other files or machines (playlists, scripts). */
export const FILM_FORMATS =
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,mxf,dv,wav';

/** Whole in 1280 × 720 with bars beside, whatever the shape of its pixels. */
const FIT = [
  'yadif=deint=interlaced',
  `scale=w='2*trunc(min(${WIDTH},${HEIGHT}*dar)/2)':h='2*trunc(min(${HEIGHT},${WIDTH}/dar)/2)'`,
  `pad=${WIDTH}:${HEIGHT}:(ow-iw)/2:(oh-ih)/2`,
  'setsar=1',
  'format=yuv420p',
].join(',');

const PICTURE: Record<ProgrammeCodec, readonly string[]> = {
  H264: [
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'baseline', '-level', '3.1'],
    ...['-crf', '22', '-bf', '0', '-g', GOP, '-keyint_min', GOP, '-sc_threshold', '0'],
    ...['-x264-params', 'scenecut=0:force-cfr=1'],
  ],
  VP8: [
    ...['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '16', '-b:v', MOST_KBPS],
    ...['-lag-in-frames', '0', '-auto-alt-ref', '0', '-g', GOP, '-keyint_min', GOP],
  ],
};
const BOUND = ['-maxrate', MOST_KBPS, '-bufsize', MOST_KBPS, '-threads', '2'];
const SOUND = ['-c:a', 'libopus', '-b:a', '128k', '-ac', '2', '-frame_duration', '20'];
const OUT = ['-f', 'matroska', '-live', '1', '-cluster_time_limit', '1', '-flush_packets', '1'];
const QUIET = ['-hide_banner', '-nostdin', '-loglevel', 'error'];

/** What a live signal comes in: RTMP is FLV, SRT carries MPEG-TS. */
export type StreamFormat = 'flv' | 'mpegts';

export interface FilmPlace {
  codec: ProgrammeCodec;
  path: string;
  durationMs: number;
  hasSound: boolean;
  fromMs: number;
}

/** The input of a film: read as a file of a known kind, never as a list of other addresses. */
export function filmInput(path: string): string[] {
  return [
    ...['-protocol_whitelist', 'file', '-format_whitelist', FILM_FORMATS],
    ...['-i', `file:${path}`],
  ];
}

/** A film from a place on: picture and sound until its end, both exactly as long as it lasts. */
export function filmArgs({ codec, path, durationMs, hasSound, fromMs }: FilmPlace): string[] {
  const picture = `${FIT},fps=${FPS},tpad=stop_mode=clone:stop=-1`;
  const sound = 'aresample=48000:async=1:first_pts=0,apad';
  return [
    ...QUIET,
    ...['-threads', '2', '-ss', seconds(fromMs), ...filmInput(path)],
    ...['-t', seconds(Math.max(40, durationMs - fromMs))],
    ...['-map', '0:V:0', '-vf', picture, ...PICTURE[codec], ...BOUND],
    ...(hasSound ? ['-map', '0:a:0', '-af', sound, ...SOUND] : []),
    ...[...OUT, 'pipe:1'],
  ];
}

/**
 * A live signal that is written to it, as it comes: nothing is held back, and a sound that stops does not
 * hold the picture. Its own words say what it is.
 */
export function streamArgs(codec: ProgrammeCodec, format: StreamFormat): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'info'],
    ...['-protocol_whitelist', 'pipe', '-format_whitelist', format, '-f', format],
    ...['-fflags', 'nobuffer', '-analyzeduration', '1500000', '-probesize', '1000000'],
    ...['-threads', '2', '-i', 'pipe:0', '-map', '0:V:0', '-map', '0:a:0?'],
    ...['-vf', `${FIT},fps=${FPS}`, ...PICTURE[codec], ...BOUND],
    ...(codec === 'H264' ? ['-tune', 'zerolatency'] : []),
    // Stretched by so many samples a second at most, onto the sender's own times.
    ...['-af', 'aresample=48000:async=1000', ...SOUND],
    ...['-max_interleave_delta', '300000', ...OUT, 'pipe:1'],
  ];
}

/** The last picture of a film alone. */
export function lastPictureArgs({ codec, path, durationMs }: FilmPlace): string[] {
  const fromMs = Math.max(0, durationMs - LAST_SECONDS * 1_000);
  return [
    ...QUIET,
    ...['-threads', '2', '-ss', seconds(fromMs), ...filmInput(path)],
    ...['-map', '0:V:0', '-vf', `${FIT},fps=${FPS},reverse,trim=end_frame=1,setpts=0`],
    ...[...PICTURE[codec], ...BOUND, ...OUT, 'pipe:1'],
  ];
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
