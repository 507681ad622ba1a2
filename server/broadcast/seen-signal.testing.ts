import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { BLOCKS, FILM, FLASH } from './film.testing.ts';
import type { Film } from './film.testing.ts';

const { width: WIDTH, height: HEIGHT } = FILM;
const FRAME_BYTES = (WIDTH * HEIGHT * 3) / 2;
const SOUND_RATE = 48_000;
/** Of 5 ms: so exactly is the beginning of a tone told. */
const BLOCK_SAMPLES = SOUND_RATE / 200;
/** So long a film is seen before its pulses count. */
const SETTLED_FRAMES = 15;
const FAR_COLOUR = 40;
/** Below, a tone is not there. */
const LEAST_AMPLITUDE = 0.01;

/** A film as one frame of a signal shows it. */
export interface SeenFilm {
  /** Its own number of the frame. */
  frame: number;
  colour: readonly [number, number, number];
  isFlash: boolean;
}

/** One decoded frame of a signal, by the signal's own time. */
export interface SeenFrame {
  atMs: number;
  /** In the whole picture, and in the corner of the layout INSET; null where there is no film. */
  main: SeenFilm | null;
  inset: SeenFilm | null;
  /** At a place that no film draws on. */
  colour: readonly [number, number, number];
}

export interface SeenSound {
  /** Each 5 ms: its moment and how loud each tone is, 0–1. */
  blocks: { atMs: number; amplitudes: number[] }[];
  tonesHz: readonly number[];
}

/** Where a picture lies, in pixels of the film's own size. */
interface Place {
  x: number;
  y: number;
  scale: number;
}
const WHOLE: Place = { x: 0, y: 0, scale: 1 };
/** 384 × 216 at 848, 456 of 1280 × 720. */
const CORNER: Place = { x: 212, y: 114, scale: 0.3 };

/** What a second, independent ffmpeg sees in a file or at an address, frame by frame. */
export async function seePictures(input: string): Promise<SeenFrame[]> {
  const frames: Omit<SeenFrame, 'atMs'>[] = [];
  const words = await watchPictures(['-i', input], (frame) => frames.push(frame)).ended;
  const moments = [...words.matchAll(/ n: *\d+ .*?pts_time:(-?[\d.]+)/g)].map(([, time]) =>
    Number(time),
  );
  return frames.map((frame, index) => ({ atMs: moments[index]! * 1_000, ...frame }));
}

/** The same as it is decoded, from the arguments of an input. */
export function watchPictures(
  input: string[],
  onFrame: (frame: Omit<SeenFrame, 'atMs'>) => void,
): { ended: Promise<string>; stop(): void } {
  const filter = `scale=${WIDTH}:${HEIGHT}:flags=area,showinfo`;
  const format = ['-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'yuv420p'];
  let held = Buffer.alloc(0);
  return decode([...input, '-an', '-vf', filter, ...format, 'pipe:1'], (chunk) => {
    held = Buffer.concat([held, chunk]);
    let at = 0;
    for (; held.length - at >= FRAME_BYTES; at += FRAME_BYTES) {
      onFrame(read(held.subarray(at, at + FRAME_BYTES)));
    }
    held = held.subarray(at);
  });
}

/** The tones of a signal, each 5 ms. */
export async function hearSound(input: string, tonesHz: readonly number[]): Promise<SeenSound> {
  const format = ['-ac', '1', '-ar', String(SOUND_RATE), '-f', 's16le'];
  const args = ['-i', input, '-vn', '-af', 'ashowinfo', ...format, 'pipe:1'];
  const chunks: Buffer[] = [];
  const words = await decode(args, (chunk) => chunks.push(chunk)).ended;
  const bytes = Buffer.concat(chunks);
  const samples = new Int16Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~1)),
  );
  const parts = [...words.matchAll(/pts_time:(-?[\d.]+).*?nb_samples:(\d+)/g)];
  let from = 0;
  const blocks = parts.flatMap(([, time, count]) => {
    const began = from;
    from += Number(count);
    const own: SeenSound['blocks'] = [];
    for (
      let at = began;
      at + BLOCK_SAMPLES <= Math.min(from, samples.length);
      at += BLOCK_SAMPLES
    ) {
      const block = samples.subarray(at, at + BLOCK_SAMPLES);
      own.push({
        atMs: Number(time) * 1_000 + ((at - began) * 1_000) / SOUND_RATE,
        amplitudes: tonesHz.map((hz) => amplitudeOf(block, hz)),
      });
    }
    return own;
  });
  return { blocks, tonesHz };
}

/** EBU R 128 of a signal, in LUFS: what it all comes to, gated as television measures it. */
export async function loudnessOf(input: string, fromSeconds = 0): Promise<number> {
  const args = [
    '-ss',
    String(fromSeconds),
    '-i',
    input,
    '-vn',
    '-af',
    'ebur128',
    '-f',
    'null',
    '-',
  ];
  const words = await decode(args, () => {}, { keepsTime: false }).ended;
  return Number([...words.matchAll(/I: +(-?[\d.]+) LUFS/g)].at(-1)?.[1]);
}

export function isOf(seen: SeenFilm | null, { colour }: Film): seen is SeenFilm {
  return seen !== null && isNear(seen.colour, colour);
}

export function isNear(seen: readonly number[], colour: readonly number[]): boolean {
  return colour.every((value, index) => Math.abs(value - seen[index]!) < FAR_COLOUR);
}

/**
 * By how much the sound of a film comes after its picture, in ms (negative: before), one value a pulse
 * that is both seen and heard; one that a take may have cut into says nothing.
 */
export function lipSync(frames: readonly SeenFrame[], sound: SeenSound, film: Film): number[] {
  const flashes = frames.flatMap(({ atMs, main }, index) => {
    const before = frames.slice(Math.max(0, index - SETTLED_FRAMES), index);
    const last = before.at(-1)?.main;
    const begins = isOf(main, film) && main.isFlash && last?.isFlash === false;
    if (before.length < SETTLED_FRAMES || before.some((one) => !isOf(one.main, film))) return [];
    return begins ? [atMs] : [];
  });
  const beeps = beginningsOf(sound, film.toneHz);
  return flashes.flatMap((flashMs) => {
    const nearest = beeps
      .map((beepMs) => beepMs - flashMs)
      .sort((a, b) => Math.abs(a) - Math.abs(b))[0];
    return nearest !== undefined && Math.abs(nearest) < 500 ? [nearest] : [];
  });
}

/** When a tone begins, after a moment without it. */
export function beginningsOf({ blocks, tonesHz }: SeenSound, toneHz: number): number[] {
  const tone = tonesHz.indexOf(toneHz);
  const loudest = Math.max(...blocks.map(({ amplitudes }) => amplitudes[tone]!));
  const least = Math.max(LEAST_AMPLITUDE, loudest / 4);
  let quiet = 0;
  return blocks.flatMap(({ atMs, amplitudes }) => {
    const isHeard = amplitudes[tone]! >= least;
    const begins = isHeard && quiet > 20;
    quiet = isHeard ? 0 : quiet + 1;
    return begins ? [atMs] : [];
  });
}

/** Where a signal's own time leaps although a frame should come every 40 ms, in ms. */
export function holesOf(frames: readonly SeenFrame[], leastMs = 200): number[] {
  return frames.slice(1).flatMap(({ atMs }, index) => {
    const hole = atMs - frames[index]!.atMs - FILM.frameMs;
    return hole >= leastMs ? [hole] : [];
  });
}

/** How long a film goes on between two of its frames, in ms. */
export function filmedBetween(from: SeenFilm, to: SeenFilm): number {
  return ((to.frame - from.frame + FILM.frames) % FILM.frames) * FILM.frameMs;
}

function read(frame: Buffer): Omit<SeenFrame, 'atMs'> {
  return {
    main: readFilm(frame, WHOLE),
    inset: readFilm(frame, CORNER),
    colour: colourAt(frame, 10, 100),
  };
}

function readFilm(frame: Buffer, { x, y, scale }: Place): SeenFilm | null {
  const at = (filmX: number, filmY: number): [number, number] => [
    Math.round(x + filmX * scale),
    Math.round(y + filmY * scale),
  ];
  const isWhite = (block: number) => {
    const luma = lumaAt(frame, ...at((block + 0.5) * BLOCKS.size, 14));
    return luma > 170 ? true : luma < 75 ? false : null;
  };
  const isSigned = BLOCKS.signature.every((bit, index) => isWhite(BLOCKS.bits + index) === bit);
  if (!isSigned) return null;
  let number = 0;
  for (let bit = 0; bit < BLOCKS.bits; bit += 1) if (isWhite(bit)) number |= 1 << bit;
  const flash = at(FLASH.x + FLASH.width / 2, FLASH.y + FLASH.height / 2);
  return {
    frame: number,
    colour: colourAt(frame, ...at(30, 100)),
    isFlash: lumaAt(frame, ...flash) > 150,
  };
}

function lumaAt(frame: Buffer, x: number, y: number): number {
  return frame[y * WIDTH + x]!;
}

function colourAt(frame: Buffer, x: number, y: number): [number, number, number] {
  const place = Math.floor(y / 2) * (WIDTH / 2) + Math.floor(x / 2);
  const plane = WIDTH * HEIGHT;
  return [lumaAt(frame, x, y), frame[plane + place]!, frame[plane * 1.25 + place]!];
}

/** Goertzel: the amplitude of one frequency. */
function amplitudeOf(samples: Int16Array, hz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / SOUND_RATE);
  let [last, before] = [0, 0];
  for (const sample of samples) [last, before] = [sample / 32_768 + turn * last - before, last];
  const power = last ** 2 + before ** 2 - turn * last * before;
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length;
}

function decode(
  args: string[],
  onBytes: (chunk: Buffer) => void,
  { keepsTime = true } = {},
): { ended: Promise<string>; stop(): void } {
  const time = keepsTime ? ['-copyts'] : [];
  const child = spawn('ffmpeg', ['-hide_banner', '-nostats', ...time, ...args]);
  let words = '';
  child.stdout.on('data', onBytes);
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
  return {
    ended: once(child, 'close').then(() => words),
    stop: () => child.kill('SIGKILL'),
  };
}

const PACKET_BYTES = 188;

/** The time of the last frame that a transport stream begins so far, in ms, without decoding it. */
export function lastMomentOf(file: string): number {
  const { size } = fs.statSync(file);
  const end = size - (size % PACKET_BYTES);
  const bytes = Buffer.alloc(Math.min(end, 2_000 * PACKET_BYTES));
  const descriptor = fs.openSync(file, 'r');
  fs.readSync(descriptor, bytes, 0, bytes.length, end - bytes.length);
  fs.closeSync(descriptor);
  for (let at = bytes.length - PACKET_BYTES; at >= 0; at -= PACKET_BYTES) {
    const beginsHere = (bytes[at + 1]! & 0x40) !== 0;
    const hasField = (bytes[at + 3]! & 0x20) !== 0;
    const from = at + 4 + (hasField ? 1 + bytes[at + 4]! : 0);
    const isPicture = beginsHere && bytes.readUInt32BE(Math.min(from, bytes.length - 4)) === 0x1e0;
    if (!isPicture || (bytes[from + 7]! & 0x80) === 0) continue;
    const high = (bytes[from + 9]! & 0x0e) * 2 ** 29;
    const middle = (bytes.readUInt16BE(from + 10) >> 1) * 2 ** 15;
    return (high + middle + (bytes.readUInt16BE(from + 12) >> 1)) / 90;
  }
  return 0;
}
