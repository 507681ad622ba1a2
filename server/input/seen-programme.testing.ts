import { execFileSync } from 'node:child_process';
import { pino } from 'pino';
import { MatroskaWriter } from '../broadcast/feed/matroska.ts';
import { ProgrammeFeed } from '../broadcast/feed/programme-feed.ts';
import type { FeedFrame } from '../broadcast/feed/programme-feed.ts';

/** Each second of the test film has a colour of its own, and begins with a beep of 100 ms. */
export const COLOURS = ['red', 'lime', 'blue', 'yellow', 'magenta', 'cyan', 'white'] as const;
export type Colour = (typeof COLOURS)[number];
const BEEP_HZ = 1_000;
const RATE = 16_000;
const LOUD = 0.05;

interface FilmShape {
  size?: string;
  fps?: number;
  isSilent?: boolean;
  /** So many bytes that its ffmpeg cannot have read all of it long before its end. */
  isNoisy?: boolean;
  seconds?: number;
}

/** Makes the test film. */
export function makeFilm(file: string, shape: FilmShape = {}): void {
  const { size = '640x360', fps = 25, isSilent = false, seconds = COLOURS.length } = shape;
  const noise = shape.isNoisy ? ',noise=alls=60:allf=t' : '';
  const colours = COLOURS.slice(0, seconds);
  const inputs = colours.flatMap((colour) => [
    ...['-f', 'lavfi', '-i', `color=${colour}:s=${size}:r=${fps}:d=1`],
  ]);
  const concat = `${colours.map((_, index) => `[${index}]`).join('')}concat=n=${seconds}${noise}[v]`;
  const beep = `aevalsrc='0.5*sin(2*PI*${BEEP_HZ}*t)*lt(mod(t,1),0.1)':s=48000:d=${seconds}`;
  const sound = isSilent ? [] : ['-f', 'lavfi', '-i', beep];
  run([
    ...inputs,
    ...sound,
    ...['-filter_complex', concat, '-map', '[v]', ...(isSilent ? [] : ['-map', `${seconds}:a`])],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', '-y', file],
  ]);
}

const RGB: Record<Colour, [number, number, number]> = {
  red: [255, 0, 0],
  lime: [0, 255, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
  magenta: [255, 0, 255],
  cyan: [0, 255, 255],
  white: [255, 255, 255],
};

function colourOf(rgb: readonly number[]): Colour | null {
  const found = COLOURS.find((name) =>
    RGB[name].every((value, at) => Math.abs(value - rgb[at]!) < 70),
  );
  return found ?? null;
}

/** A programme as its bus writes it, seen and heard by decoding it. */
export class SeenProgramme {
  readonly #feed: ProgrammeFeed;
  #pictures: FeedFrame[] = [];
  #sounds: FeedFrame[] = [];

  constructor(parts: { mediaSocketPath: string; sessionId: string }) {
    this.#feed = ProgrammeFeed.open({
      ...parts,
      log: pino({ level: 'silent' }),
      nowMs: () => performance.now(),
      onState: () => {},
      onFrame: (frame) => {
        if (frame.slot === 'MAIN') this.#pictures.push(frame);
        if (frame.slot === 'SOUND_HALL') this.#sounds.push(frame);
      },
    });
  }

  /** Colours of the main picture, in the order in which they were shown. */
  colours(): { colour: Colour | null; atMs: number }[] {
    const first = this.#pictures.findIndex(({ isKey }) => isKey);
    if (first === -1) return [];
    const shown = this.#pictures.slice(first);
    const pixels = run(
      [
        ...['-f', 'h264', '-i', 'pipe:0', '-vf', 'crop=64:64,scale=1:1', '-vsync', 'passthrough'],
        ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'],
      ],
      Buffer.concat(shown.map(({ data }) => data)),
    );
    return shown.slice(0, pixels.length / 3).map(({ atMs }, index) => ({
      colour: colourOf([...pixels.subarray(index * 3, index * 3 + 3)]),
      atMs,
    }));
  }

  /** How much of the main picture was seen; costs nothing, unlike looking at it. */
  get seenMs(): number {
    return (this.#pictures.at(-1)?.atMs ?? 0) - (this.#pictures[0]?.atMs ?? 0);
  }

  last(): Colour | null {
    return this.colours().at(-1)?.colour ?? null;
  }

  /** When each beep began, in the sound of the called-up hall. */
  beeps(): number[] {
    const [first] = this.#sounds;
    if (!first) return [];
    const writer = new MatroskaWriter(['OPUS']);
    const blocks = this.#sounds.map(({ atMs, data }) =>
      writer.frame({ track: 0, atMs: atMs - first.atMs, isKey: true, data }),
    );
    const filter = ['-af', 'aresample=async=1:first_pts=0'];
    const bytes = run(
      ['-i', 'pipe:0', ...filter, '-ac', '1', '-ar', String(RATE), '-f', 's16le', 'pipe:1'],
      Buffer.concat([writer.header(), ...blocks]),
    );
    const samples = new Int16Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 2));
    const beeps: number[] = [];
    let quietFrom = -RATE;
    for (const [at, sample] of samples.entries()) {
      if (Math.abs(sample) < LOUD * 32_768) continue;
      if (at - quietFrom > RATE / 4) beeps.push(first.atMs + (at * 1_000) / RATE);
      quietFrom = at;
    }
    return beeps;
  }

  forget(): void {
    this.#pictures = [];
    this.#sounds = [];
    this.#feed.requestKeyFrames();
  }

  close(): void {
    this.#feed.close();
  }
}

function run(args: string[], input?: Buffer): Buffer {
  const options = { maxBuffer: 1 << 30, ...(input ? { input } : {}) };
  return execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', ...args], options);
}
