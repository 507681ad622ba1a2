import { assertUnreachable } from '#domain/assert-unreachable.ts';
import type { Layout } from '#domain/programme.ts';
import { PICTURE } from './picture.ts';

const SOUND_KBPS = 128;
const MARGIN = 48;
/** The inset in its corner, and each half of two pictures side by side. */
const INSET = { width: 384, height: 216 } as const;
const HALF = { width: PICTURE.width / 2, height: PICTURE.height } as const;
/** Just below what clips in a decoder (EBU R 128: −1 dBTP). */
const LIMIT = 0.89;

/**
 * Arguments for ffmpeg: reads the slots as one Matroska stream, composes them, and writes an MPEG-TS to its
 * standard output. Layout and loudness are changed while it runs, by commands on its standard input.
 * @param input an address of the feed; not a pipe, by which ffmpeg would lose its standard input
 * @param captions filters that draw words over the composed picture; none for a clean signal
 */
export function composerArgs(input: string, captions: readonly string[]): string[] {
  const { width, height, rate, groupSeconds, kbps } = PICTURE;
  const half = HALF.width;
  const fit = 'force_original_aspect_ratio=decrease:eval=frame,setsar=1';
  const graph = [
    // What fits a quarter of the signal belongs to the left half: alone, one side of a picture is the whole.
    `[0:v:0]scale@main=w=${width}:h=${height}:${fit},` +
      `pad=w=${width}:h=${height}:x='if(lte(iw,${half})*lte(ih,${HALF.height}),(${half}-iw)/2,(ow-iw)/2)':y='(oh-ih)/2':eval=frame,` +
      `fps=${rate}[main]`,
    `[0:v:1]scale@inset=w=${INSET.width}:h=${INSET.height}:${fit},fps=${rate}[inset]`,
    `[main][inset]overlay@inset=x=W:y=H-h-${MARGIN}:eval=frame${captions.map((filter) => `,${filter}`).join('')}[picture]`,
    '[0:a:0]aresample=async=1000[centre]',
    '[0:a:1]aresample=async=1000[hall]',
    '[centre][hall]amix=inputs=2:normalize=0:dropout_transition=0,volume@gain=volume=0dB:eval=frame,' +
      `ebur128=metadata=1,ametadata=mode=print:key=lavfi.r128.S:file='pipe\\:2':direct=1,alimiter=limit=${LIMIT}:level=0[sound]`,
  ];
  return [
    ...['-hide_banner', '-nostats', '-loglevel', 'error'],
    // Sources of any size: the graph stays, and its first filter scales each frame as it comes.
    ...['-reinit_filter', '0', '-probesize', '500000', '-analyzeduration', '0'],
    // Nor does it look at twenty frames of each picture first: of a slate, those are four seconds.
    ...['-fpsprobesize', '0'],
    ...['-copyts', '-f', 'matroska', '-i', input],
    ...['-filter_complex', graph.join(';'), '-map', '[picture]', '-map', '[sound]'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p'],
    ...['-g', String(rate * groupSeconds), '-keyint_min', String(rate * groupSeconds)],
    ...['-sc_threshold', '0', '-b:v', `${kbps}k`, '-maxrate', `${kbps}k`, '-bufsize', `${kbps}k`],
    ...['-c:a', 'aac', '-b:a', `${SOUND_KBPS}k`, '-ar', '48000', '-ac', '2'],
    ...['-f', 'mpegts', '-muxdelay', '0', '-muxpreload', '0', '-flush_packets', '1', 'pipe:1'],
  ];
}

/** What filters are told: values by `filter option`, each one line on ffmpeg’s input. */
export type FilterValues = ReadonlyMap<string, string>;

/**
 * The values that bring the picture into a layout, in order. ffmpeg takes one every tenth of a second,
 * and what it has taken is on air: so what is to be seen comes last, and what is out of sight stays.
 */
export function layoutValues(layout: Layout): FilterValues {
  const hidden: [string, string][] = [['overlay@inset x', 'W']];
  const wide: [string, string][] = [['scale@main w', String(PICTURE.width)]];
  const boxed = ({ width, height }: { width: number; height: number }): [string, string][] => [
    ['scale@inset w', String(width)],
    ['scale@inset h', String(height)],
  ];
  switch (layout) {
    case 'FULL':
      return new Map([...hidden, ...wide]);
    case 'INSET':
      return new Map([
        ...boxed(INSET),
        ['overlay@inset y', `H-h-${MARGIN}`],
        ...wide,
        ['overlay@inset x', `W-w-${MARGIN}`],
      ]);
    case 'SIDE_BY_SIDE':
      return new Map([
        ...boxed(HALF),
        ['overlay@inset y', '(H-h)/2'],
        ['scale@main w', String(HALF.width)],
        ['overlay@inset x', `${HALF.width}+(${HALF.width}-w)/2`],
      ]);
    default:
      return assertUnreachable(layout);
  }
}

/** What `composerArgs` begins with. */
export const FIRST_VALUES: FilterValues = new Map([
  ...layoutValues('INSET'),
  ...layoutValues('FULL'),
]);

export function gainValues(gainDb: number): FilterValues {
  return new Map([['volume@gain volume', `${gainDb.toFixed(1)}dB`]]);
}

export function commandOf(target: string, value: string): string {
  const [filter, option] = target.split(' ');
  return `c${filter} -1 ${option} ${value}`;
}
